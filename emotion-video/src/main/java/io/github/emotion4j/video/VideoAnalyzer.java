// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.tracking.EmotionTracker;
import io.github.emotion4j.tracking.TrackedFrame;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the emotions in videos.
 *
 * <pre>{@code
 * VideoAnalyzer analyzer = VideoAnalyzer.of(detector);
 * EmotionTimeline timeline = analyzer.analyze(VideoSource.of(Path.of("talk.mp4")));
 * for (EmotionTimeline.Person person : timeline.people()) {
 *   System.out.println(person.track() + ": " + person.segments());
 * }
 * }</pre>
 *
 * <p>Memory does not grow with the length of a video. An analyzer has no state of a video's, and is
 * as safe to share between threads as its {@link EmotionDetector}, which it does not close.
 */
public final class VideoAnalyzer {

  private final EmotionDetector detector;
  private final UnaryOperator<VideoReader.Builder> reading;
  private final UnaryOperator<EmotionTracker.Builder> tracking;

  private VideoAnalyzer(Builder builder) {
    detector = builder.detector;
    reading = builder.reading;
    tracking = builder.tracking;
  }

  /**
   * Makes an analyzer with the default settings.
   *
   * @param detector finds the faces and reads them; not closed
   * @return a new analyzer
   */
  public static VideoAnalyzer of(EmotionDetector detector) {
    return builder(detector).build();
  }

  /**
   * Begins the settings of an analyzer.
   *
   * @param detector finds the faces and reads them; not closed
   * @return a builder; nothing more is required
   */
  public static Builder builder(EmotionDetector detector) {
    return new Builder(detector);
  }

  /**
   * Analyzes a video to its end.
   *
   * @param source the video; a live one ends only by {@code to}, or with an exception when it stops
   * @return who showed which emotion, when
   * @throws VideoException if the video can't be read, or not to its end, or the detector fails;
   *     {@link VideoException#timeline()} has what was analyzed before
   * @throws io.github.emotion4j.MissingDependencyException if FFmpeg's natives are missing
   */
  public EmotionTimeline analyze(VideoSource source) {
    return analyze(source, frame -> {});
  }

  /**
   * Analyzes a video to its end, and hands on every frame.
   *
   * @param source the video
   * @param each receives each frame, in order; what it throws ends the analysis
   * @return as {@link #analyze(VideoSource)}
   */
  public EmotionTimeline analyze(VideoSource source, Consumer<AnalyzedFrame> each) {
    EmotionTimeline.Builder timeline = new EmotionTimeline.Builder();
    try (Session session = new Session(source)) {
      try {
        Optional<AnalyzedFrame> frame = session.next();
        while (frame.isPresent()) {
          timeline.add(frame.get().result());
          each.accept(frame.get());
          frame = session.next();
        }
        timeline.add(session.tracker.finish());
        return timeline.build();
      } catch (EmotionException e) {
        timeline.add(session.tracker.finish());
        throw VideoException.after(e, timeline.build());
      }
    }
  }

  /**
   * Analyzes a video frame by frame, as the stream is read.
   *
   * @param source the video
   * @return its frames, in order; close it, at any moment and from any thread: it then ends.
   *     Reading it throws what {@link #analyze(VideoSource)} throws, without a timeline
   * @throws VideoException if the video can't be opened
   */
  public Stream<AnalyzedFrame> frames(VideoSource source) {
    Session session = new Session(source);
    Spliterator<AnalyzedFrame> frames =
        new Spliterators.AbstractSpliterator<>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super AnalyzedFrame> action) {
            Optional<AnalyzedFrame> frame = session.next();
            frame.ifPresent(action);
            return frame.isPresent();
          }
        };
    return StreamSupport.stream(frames, false).onClose(session::close);
  }

  /** One video on its way. */
  private final class Session implements AutoCloseable {

    private final VideoReader reader;
    private final EmotionTracker tracker;

    Session(VideoSource source) {
      tracker = tracking.apply(EmotionTracker.builder(detector)).build();
      reader = reading.apply(VideoReader.builder(source)).open();
    }

    Optional<AnalyzedFrame> next() {
      return reader.nextUnlessClosed().map(this::analyze);
    }

    private AnalyzedFrame analyze(VideoFrame frame) {
      TrackedFrame result = tracker.next(frame.image(), frame.timestamp());
      return new AnalyzedFrame(frame.image(), result, reader.info(), reader.dropped());
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** Settings of a {@link VideoAnalyzer}. Not safe for use by several threads. */
  public static final class Builder {

    private final EmotionDetector detector;
    private UnaryOperator<VideoReader.Builder> reading = UnaryOperator.identity();
    private UnaryOperator<EmotionTracker.Builder> tracking = UnaryOperator.identity();

    private Builder(EmotionDetector detector) {
      this.detector = Objects.requireNonNull(detector, "detector");
    }

    /**
     * Sets what is read of a video: from when to when, and how many of its frames.
     *
     * @param settings for example {@code reader -> reader.every(2)}
     * @return this
     */
    public Builder reading(UnaryOperator<VideoReader.Builder> settings) {
      reading = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Sets how faces are followed and their emotions smoothed.
     *
     * @param settings for example {@code tracker -> tracker.remember(Duration.ofSeconds(10))}
     * @return this
     */
    public Builder tracking(UnaryOperator<EmotionTracker.Builder> settings) {
      tracking = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Makes the analyzer.
     *
     * @return a new analyzer, for any number of videos
     */
    public VideoAnalyzer build() {
      return new VideoAnalyzer(this);
    }
  }
}
