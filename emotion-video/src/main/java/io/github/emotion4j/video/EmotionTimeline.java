// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.tracking.TrackEvent;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who showed which emotion, when: the result of a whole video. Values are immutable. Its size is
 * that of the number of people and changes, however long the video.
 *
 * @param frames how many frames were analyzed
 * @param ended when the last of them is shown
 * @param people everybody who was followed, in the order in which they came into sight
 */
public record EmotionTimeline(long frames, Duration ended, List<Person> people) {

  /**
   * Makes a timeline.
   *
   * @param frames how many frames were analyzed
   * @param ended when the last of them is shown
   * @param people who was followed; copied
   */
  public EmotionTimeline {
    people = List.copyOf(people);
  }

  /**
   * One face, from when it came into sight until it was lost.
   *
   * @param track its number
   * @param began when it was first seen
   * @param ended when it was last seen
   * @param reason why it was followed no longer
   * @param segments what it showed, one after the other, without gaps from {@code began} to {@code
   *     ended}
   * @param means the mean of its smoothed probabilities over all its frames
   * @param curve its smoothed probabilities over time, in at most {@value #MOST_SAMPLES} parts
   */
  public record Person(
      int track,
      Duration began,
      Duration ended,
      TrackEvent.Reason reason,
      List<Segment> segments,
      Map<Emotion, Double> means,
      List<Sample> curve) {

    /** How many parts a curve has at most. */
    public static final int MOST_SAMPLES = 1024;

    /**
     * Makes a person.
     *
     * @param track the number
     * @param began when first seen
     * @param ended when last seen
     * @param reason why followed no longer
     * @param segments what was shown; copied
     * @param means mean probabilities
     * @param curve probabilities over time; copied
     */
    public Person {
      segments = List.copyOf(segments);
      means = Collections.unmodifiableMap(new EnumMap<>(means));
      curve = List.copyOf(curve);
    }

    /**
     * Returns for which share of the time each emotion was shown.
     *
     * @return all seven, summing to 1
     */
    public Map<Emotion, Double> shares() {
      Map<Emotion, Double> shares = new EnumMap<>(Emotion.class);
      double whole = Math.max(1, ended.minus(began).toNanos());
      for (Emotion emotion : Emotion.values()) {
        shares.put(emotion, 0.0);
      }
      for (Segment segment : segments) {
        double time = segments.size() == 1 ? whole : segment.duration().toNanos();
        shares.merge(segment.emotion(), time / whole, Double::sum);
      }
      return shares;
    }

    /**
     * Returns the emotion that was shown for most of the time.
     *
     * @return the one with the largest of the {@link #shares()}
     */
    public Emotion dominantEmotion() {
      return Collections.max(shares().entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /**
     * Returns how often another emotion was shown.
     *
     * @return one less than there are segments
     */
    public int changes() {
      return segments.size() - 1;
    }
  }

  /**
   * A time in which a face showed one emotion.
   *
   * @param emotion what it showed
   * @param from when that began
   * @param to when it ended
   */
  public record Segment(Emotion emotion, Duration from, Duration to) {

    /**
     * Returns how long it lasted.
     *
     * @return from its begin to its end
     */
    public Duration duration() {
      return to.minus(from);
    }
  }

  /**
   * Probabilities at a time.
   *
   * @param at when, or the middle of the frames that this is the mean of
   * @param probabilities of all seven
   */
  public record Sample(Duration at, Map<Emotion, Double> probabilities) {}

  /**
   * Writes what everybody showed as CSV: a row a segment, with the columns {@code
   * track,emotion,from,to} in seconds.
   *
   * @param file written whole or not at all
   * @throws VideoException if it can't be written
   */
  public void writeCsv(Path file) {
    TimelineFiles.writeCsv(this, file);
  }

  /**
   * Writes a line of JSON a person: when they were in sight, what they showed, shares and means.
   *
   * @param file written whole or not at all
   * @throws VideoException if it can't be written
   */
  public void writeJsonLines(Path file) {
    TimelineFiles.writeJsonLines(this, file);
  }

  /**
   * Draws the curves of the emotions over time, a panel a person; of many, those who were in sight
   * for longest.
   *
   * @param file a PNG file, written whole or not at all
   * @throws IllegalArgumentException if it is not named {@code *.png}
   * @throws VideoException if it can't be written, or there is nobody to draw
   */
  public void writePlot(Path file) {
    TimelinePlot.write(this, file);
  }

  /** Collects a timeline from the frames of a tracker. Not safe for use by several threads. */
  public static final class Builder {

    private final Map<Integer, PersonBuilder> people = new TreeMap<>();
    private long frames;
    private Duration ended = Duration.ZERO;

    /** Makes a builder of nothing yet. */
    public Builder() {}

    /**
     * Takes the next frame.
     *
     * @param frame what the tracker made of it
     */
    public void add(TrackedFrame frame) {
      frames++;
      ended = frame.timestamp();
      for (TrackedFace face : frame.faces()) {
        people.computeIfAbsent(face.track(), PersonBuilder::new).add(face, frame.timestamp());
      }
      add(frame.events());
    }

    /**
     * Takes what a tracker says at the end.
     *
     * @param events from {@link io.github.emotion4j.tracking.EmotionTracker#finish()}
     */
    public void add(List<TrackEvent> events) {
      for (TrackEvent event : events) {
        PersonBuilder person = people.computeIfAbsent(event.track(), PersonBuilder::new);
        if (event instanceof TrackEvent.Began began) {
          person.began = Optional.of(began.at());
        } else if (event instanceof TrackEvent.Ended end) {
          person.ended = end.at();
          person.reason = end.reason();
        }
      }
    }

    /**
     * Returns what was taken so far.
     *
     * @return a timeline; whoever is still followed ends as if the video did
     */
    public EmotionTimeline build() {
      return new EmotionTimeline(
          frames,
          ended,
          people.values().stream()
              .filter(person -> person.frames > 0)
              .map(PersonBuilder::build)
              .toList());
    }
  }

  private static final class PersonBuilder {

    private final int track;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Sample> curve = new ArrayList<>();
    private final double[] sums = new double[Emotion.values().length];
    private final List<Sample> waiting = new ArrayList<>();
    private Optional<Duration> began = Optional.empty();
    private Duration ended = Duration.ZERO;
    private TrackEvent.Reason reason = TrackEvent.Reason.FINISHED;
    private int framesASample = 1;
    private long frames;

    PersonBuilder(int track) {
      this.track = track;
    }

    void add(TrackedFace face, Duration at) {
      frames++;
      ended = at;
      Map<Emotion, Double> probabilities = face.smoothed().probabilities();
      probabilities.forEach((emotion, probability) -> sums[emotion.index()] += probability);
      int last = segments.size() - 1;
      Segment latest = last < 0 ? null : segments.get(last);
      if (latest == null || latest.emotion() != face.emotion()) {
        boolean corrected = latest != null && face.since().compareTo(latest.from()) <= 0;
        if (corrected) {
          segments.remove(last); // what was thought before enough was seen
        } else if (latest != null) {
          segments.set(last, new Segment(latest.emotion(), latest.from(), face.since()));
        }
        segments.add(new Segment(face.emotion(), face.since(), at));
      }
      waiting.add(new Sample(at, probabilities));
      if (waiting.size() >= framesASample) {
        curve.add(mean(waiting));
        waiting.clear();
      }
      if (curve.size() >= Person.MOST_SAMPLES) {
        for (int i = 0; i < curve.size() / 2; i++) {
          curve.set(i, mean(curve.subList(2 * i, 2 * i + 2)));
        }
        curve.subList(curve.size() / 2, curve.size()).clear();
        framesASample *= 2;
      }
    }

    private static Sample mean(List<Sample> samples) {
      Map<Emotion, Double> means = new EnumMap<>(Emotion.class);
      for (Sample sample : samples) {
        sample
            .probabilities()
            .forEach(
                (emotion, probability) ->
                    means.merge(emotion, probability / samples.size(), Double::sum));
      }
      Duration first = samples.get(0).at();
      Duration last = samples.get(samples.size() - 1).at();
      return new Sample(first.plus(last.minus(first).dividedBy(2)), means);
    }

    Person build() {
      List<Segment> closed = new ArrayList<>(segments);
      int last = closed.size() - 1;
      Segment latest = closed.get(last);
      Duration end = ended.compareTo(latest.from()) > 0 ? ended : latest.from();
      closed.set(last, new Segment(latest.emotion(), latest.from(), end));
      Map<Emotion, Double> means = new EnumMap<>(Emotion.class);
      for (Emotion emotion : Emotion.values()) {
        means.put(emotion, sums[emotion.index()] / frames);
      }
      Duration start = began.orElse(closed.get(0).from());
      return new Person(track, start, end, reason, closed, means, curve);
    }
  }
}
