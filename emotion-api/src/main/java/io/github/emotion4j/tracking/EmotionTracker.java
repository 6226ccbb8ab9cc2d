// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.tracking.TrackEvent.Reason;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads a video frame by frame: who shows which emotion, when.
 *
 * <pre>{@code
 * EmotionTracker tracker = EmotionTracker.builder(detector).build();
 * for (...) {
 *   for (TrackedFace face : tracker.next(frame, timestamp).faces()) {
 *     System.out.println(face.track() + " " + face.emotion());
 *   }
 * }
 * tracker.finish();
 * }</pre>
 *
 * <p>A tracker is for one video and one thread; it holds the faces of the moment and nothing else.
 * The {@link EmotionDetector} is shared: many trackers may use one, and none closes it.
 *
 * <p>Now and then a frame is searched in full; between, each face is looked for around where it is
 * expected (SORT: Bewley et al., 2016, <a href="https://arxiv.org/abs/1602.00763">Simple online and
 * realtime tracking</a>). Faces that were found are assigned to those that were known by motion and
 * colours, all together and at the least cost. A face that the detector is sure of has a track at
 * once, another once it was found again.
 */
public final class EmotionTracker {

  /** From which confidence on a face is followed that was found but once. */
  private static final double SURE = 0.75;

  /** For how long a face is reported, at the place where it is expected, though it is not found. */
  private static final double BRIDGED = 0.2;

  /** Share of the smaller box from which on two overlapping faces are one. */
  private static final double SAME_FACE = 0.6;

  private static final double IMPOSSIBLE = 1e6;

  /** What a face detector of large pictures and of small ones looks at, in pixels. */
  private static final long MOST_PIXELS = 1280L * 720;

  private static final long LEAST_PIXELS = 192L * 192;

  private final EmotionDetector detector;
  private final double smoothing;
  private final double leastDuration;
  private final double memory;
  private final double searchInterval;
  private final int faceSide;
  private final SceneCuts cuts = new SceneCuts();
  private final List<Track> tracks = new ArrayList<>();
  private int numbers;
  private double now = Double.NEGATIVE_INFINITY;
  private double lastSearch = Double.NEGATIVE_INFINITY;
  private boolean finished;

  private EmotionTracker(Builder builder) {
    detector = builder.detector;
    smoothing = seconds(builder.smoothing);
    leastDuration = seconds(builder.leastDuration);
    memory = seconds(builder.memory);
    searchInterval = seconds(builder.searchInterval);
    faceSide = builder.faceSide;
  }

  /**
   * Begins the settings of a tracker.
   *
   * @param detector finds the faces and reads them; not closed
   * @return a builder; nothing more is required
   */
  public static Builder builder(EmotionDetector detector) {
    return new Builder(detector);
  }

  /**
   * Makes a tracker with the default settings.
   *
   * @param detector finds the faces and reads them; not closed
   * @return a new tracker
   */
  public static EmotionTracker of(EmotionDetector detector) {
    return builder(detector).build();
  }

  /**
   * Takes the next frame.
   *
   * @param frame the picture, upright, of any size; not changed and not kept
   * @param timestamp when it is shown, from the video's beginning; later than the frame before
   * @return its faces, and what began, changed or ended
   * @throws IllegalArgumentException if the timestamp is negative or not later than the last one
   * @throws IllegalStateException if the tracker was {@linkplain #finish() finished}, or its
   *     detector is closed
   * @throws EmotionException if the detector fails; the frame then counts as not taken
   */
  public TrackedFrame next(BufferedImage frame, Duration timestamp) {
    double time = seconds(timestamp);
    if (finished) {
      throw new IllegalStateException("This EmotionTracker is finished; make one for each video");
    }
    if (time < 0 || time <= now) {
      throw new IllegalArgumentException(
          "A frame's timestamp must be later than the one before, " + now + " s, not " + timestamp);
    }
    float[] look = SceneCuts.look(frame);
    boolean cut = cuts.isCut(look);
    Found found = look(frame, time, cut);
    // Nothing was changed until here, and nothing fails from here on.
    cuts.accept(look);
    now = time;
    if (found.inFull()) {
      lastSearch = time;
    }
    List<TrackEvent> events = new ArrayList<>();
    if (cut) {
      end(Reason.CUT, events);
    }
    List<EmotionResult> others = follow(found.faces(), frame, events);
    forget(events, found.inFull());
    for (EmotionResult face : others) {
      begin(face, frame);
    }
    confirm(events);
    return new TrackedFrame(timestamp, report(frame), events, cut);
  }

  /**
   * Ends the session, and with it all tracks.
   *
   * @return an end for each face that was still followed; none the second time
   */
  public List<TrackEvent> finish() {
    finished = true;
    List<TrackEvent> events = new ArrayList<>();
    end(Reason.FINISHED, events);
    return List.copyOf(events);
  }

  /** What the detector found, and whether it looked at all of the frame. */
  private record Found(List<EmotionResult> faces, boolean inFull) {}

  private Found look(BufferedImage frame, double time, boolean cut) {
    List<Track> seen =
        tracks.stream()
            .filter(track -> !cut && searchInterval > 0 && track.lastSeen() == now)
            .toList();
    boolean due = cut || time - lastSearch >= searchInterval || seen.size() < awaited(time);
    List<SearchWindow> windows =
        seen.stream().map(track -> track.window(frame, time, faceSide)).distinct().toList();
    long whole = Math.min(MOST_PIXELS, (long) frame.getWidth() * frame.getHeight());
    long parts =
        windows.stream().mapToLong(window -> Math.max(LEAST_PIXELS, window.pixels())).sum();
    if (parts >= whole) {
      return new Found(detect(List.of(frame)).get(0), true);
    }
    List<BufferedImage> pictures = new ArrayList<>();
    windows.forEach(window -> pictures.add(window.cutOut(frame)));
    if (due) {
      pictures.add(frame);
    }
    List<List<EmotionResult>> results = detect(pictures);
    List<EmotionResult> faces = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      SearchWindow window = windows.get(i);
      for (EmotionResult face : results.get(i)) {
        if (!window.cutsOff(face.region(), frame)) {
          addOther(window.inFrame(face), faces);
        }
      }
    }
    if (due) {
      results.get(windows.size()).forEach(face -> addOther(face, faces));
    }
    return new Found(faces, due);
  }

  /** How many faces were seen a moment ago: one that is missed is looked for at once. */
  private long awaited(double time) {
    return tracks.stream().filter(track -> time - track.lastSeen() <= BRIDGED).count();
  }

  /** Adds a face unless it is there already, seen through another window. */
  private static void addOther(EmotionResult face, List<EmotionResult> faces) {
    if (faces.stream().noneMatch(other -> isSame(face, other))) {
      faces.add(face);
    }
  }

  private static boolean isSame(EmotionResult one, EmotionResult other) {
    return Regions.shared(one.region(), other.region()) > SAME_FACE;
  }

  private List<List<EmotionResult>> detect(List<BufferedImage> pictures) {
    if (pictures.isEmpty()) {
      return List.of();
    }
    if (pictures.size() == 1) {
      try {
        return List.of(detector.analyze(pictures.get(0)));
      } catch (NoFaceException e) { // required of photographs, but a video has empty frames
        return List.of(List.of());
      }
    }
    List<List<EmotionResult>> results = new ArrayList<>();
    for (AnalysisOutcome outcome :
        detector.analyzeAll(pictures.stream().map(ImageSource::of).toList())) {
      if (outcome instanceof AnalysisOutcome.Faces found) {
        results.add(found.faces());
      } else if (outcome instanceof AnalysisOutcome.Failure failure) {
        if (!(failure.cause() instanceof NoFaceException)) {
          throw failure.cause();
        }
        results.add(List.of());
      }
    }
    return results;
  }

  /** Gives each known face the one that was found for it, and returns the others. */
  private List<EmotionResult> follow(
      List<EmotionResult> faces, BufferedImage frame, List<TrackEvent> events) {
    double[][] costs = new double[tracks.size()][tracks.size() + faces.size()];
    for (int i = 0; i < tracks.size(); i++) {
      Arrays.fill(costs[i], IMPOSSIBLE); // the columns beyond the faces: none was found
      for (int j = 0; j < faces.size(); j++) {
        costs[i][j] = tracks.get(i).cost(faces.get(j), frame, now).orElse(2 * IMPOSSIBLE);
      }
    }
    List<EmotionResult> others = new ArrayList<>(faces);
    int[] assigned = Assignment.of(costs);
    for (int i = 0; i < assigned.length; i++) {
      if (assigned[i] < faces.size()) {
        Track track = tracks.get(i);
        EmotionResult face = faces.get(assigned[i]);
        boolean near =
            faces.stream().anyMatch(other -> other != face && track.isNear(other.region(), now));
        Optional<EmotionSmoother.Change> change = track.see(face, frame, now, near);
        if (track.isConfirmed()) {
          change.ifPresent(
              it ->
                  events.add(
                      new TrackEvent.Changed(
                          track.number(), duration(it.since()), it.from(), it.to())));
        }
        others.remove(face);
      }
    }
    return others;
  }

  private void forget(List<TrackEvent> events, boolean inFull) {
    List<Track> lost =
        tracks.stream()
            .filter(
                track ->
                    track.isConfirmed()
                        ? now - track.lastSeen() > memory
                        : inFull && track.lastSeen() < now)
            .toList();
    lost.forEach(track -> tellEnd(track, Reason.LOST, events));
    tracks.removeAll(lost);
  }

  private void begin(EmotionResult face, BufferedImage frame) {
    boolean known =
        tracks.stream().anyMatch(track -> track.lastSeen() == now && isSame(track.reading(), face));
    if (!known) {
      tracks.add(new Track(face, frame, now, smoothing, leastDuration));
    }
  }

  private void confirm(List<TrackEvent> events) {
    for (Track track : tracks) {
      boolean sure = track.timesSeen() > 1 || track.reading().faceConfidence() >= SURE;
      if (sure && !track.isConfirmed()) {
        track.confirm(++numbers);
        events.add(new TrackEvent.Began(track.number(), duration(track.began())));
      }
    }
  }

  private void end(Reason reason, List<TrackEvent> events) {
    tracks.forEach(track -> tellEnd(track, reason, events));
    tracks.clear();
  }

  private static void tellEnd(Track track, Reason reason, List<TrackEvent> events) {
    if (track.isConfirmed()) {
      events.add(new TrackEvent.Ended(track.number(), duration(track.lastSeen()), reason));
    }
  }

  private List<TrackedFace> report(BufferedImage frame) {
    return tracks.stream()
        .filter(track -> track.isConfirmed() && now - track.lastSeen() <= BRIDGED)
        .sorted(Comparator.comparingInt(Track::number))
        .map(
            track ->
                new TrackedFace(
                    track.number(),
                    track.smoothed(frame, now),
                    track.emotions().shown(),
                    duration(track.emotions().shownSince()),
                    track.lastSeen() == now ? Optional.of(track.reading()) : Optional.empty()))
        .toList();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** Settings of an {@link EmotionTracker}. Not safe for use by several threads. */
  public static final class Builder {

    private final EmotionDetector detector;
    private Duration smoothing = Duration.ofMillis(300);
    private Duration leastDuration = Duration.ofMillis(200);
    private Duration memory = Duration.ofSeconds(2);
    private Duration searchInterval = Duration.ofMillis(400);
    private int faceSide = 72;

    private Builder(EmotionDetector detector) {
      this.detector = Objects.requireNonNull(detector, "detector");
    }

    /**
     * Sets over which time probabilities are averaged: a reading counts e times less when it is
     * that much older, at any frame rate. Sure readings of good pictures count more than others.
     *
     * @param timeConstant 300 ms by default; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder smoothing(Duration timeConstant) {
      smoothing = notNegative("smoothing", timeConstant);
      return this;
    }

    /**
     * Sets how long another emotion must be the likeliest before it is reported.
     *
     * @param duration 200 ms by default; zero: at once
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder changesLasting(Duration duration) {
      leastDuration = notNegative("changesLasting", duration);
      return this;
    }

    /**
     * Sets how long a lost face is remembered: found again within that time, it keeps its number.
     *
     * @param time 2 s by default; zero: not at all
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder remember(Duration time) {
      memory = notNegative("remember", time);
      return this;
    }

    /**
     * Sets how often a frame is searched in full, which finds new faces; between, faces that are
     * known are looked for around where they are expected, which is faster.
     *
     * @param interval 400 ms by default; zero: every frame
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder searchEvery(Duration interval) {
      searchInterval = notNegative("searchEvery", interval);
      return this;
    }

    /**
     * Sets to which size large faces are reduced where they are followed: more is slower, and
     * needed only for emotion models that look at larger faces than the embedded ones.
     *
     * @param pixels the least side of a face after that, at least 48; 72 by default
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public Builder faceSide(int pixels) {
      if (pixels < 48) {
        throw new IllegalArgumentException("faceSide must be at least 48, not " + pixels);
      }
      faceSide = pixels;
      return this;
    }

    /**
     * Makes the tracker.
     *
     * @return a new tracker, for one video
     */
    public EmotionTracker build() {
      return new EmotionTracker(this);
    }

    private static Duration notNegative(String name, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(name + " must not be negative, not " + value);
      }
      return value;
    }
  }
}
