// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One face: where it was, what it looked like, what it showed. Times are in seconds. */
final class Track {

  private static final int CELLS = 4;

  /** How far the colours of one face are apart in two frames, of 255: a standard deviation. */
  private static final double COLOUR_STRAY = 12;

  /** From how far on colours are another face's. */
  private static final double OTHER_COLOURS = 45;

  /** How far a found box may be from the expected one, in standard deviations, squared. */
  private static final double FARTHEST = 16;

  /** Boxes nearer than this share of their sizes touch, hair and ears included. */
  private static final double NEAR = 0.65;

  private static final double NEWS = 0.1;

  /** For how long a face is expected to go on moving as it did. */
  private static final double MOST_FORESIGHT = 1;

  private final MotionFilter motion;
  private final EmotionSmoother emotions;
  private final double began;
  private float[] colours;
  private EmotionResult reading;
  private double lastSeen;
  private int timesSeen = 1;
  private int number;
  private @Nullable SearchWindow window;

  Track(
      EmotionResult found,
      BufferedImage frame,
      double now,
      double smoothing,
      double leastDuration) {
    motion = new MotionFilter(found.region(), now);
    emotions = new EmotionSmoother(smoothing, leastDuration, now);
    emotions.add(found, now);
    colours = Colours.of(frame, found.region(), CELLS);
    reading = found;
    began = now;
    lastSeen = now;
  }

  /** Tells how little a face that was found seems to be this one, or empty where it can't be. */
  Optional<Double> cost(EmotionResult found, BufferedImage frame, double now) {
    double unseen = now - lastSeen;
    double[] expected = expected(now);
    FaceRegion region = found.region();
    double away =
        Math.hypot(
                region.x() + region.width() / 2.0 - expected[0],
                region.y() + region.height() / 2.0 - expected[1])
            / motion.size();
    double then = lastSeen + foreseen(unseen);
    double distance = motion.distance(region, then);
    double difference = Colours.difference(colours, Colours.of(frame, region, CELLS));
    if (away > 0.75 + Math.min(2, 3 * unseen)
        || distance > FARTHEST
        || difference > OTHER_COLOURS) {
      return Optional.empty();
    }
    return Optional.of(distance + motion.uncertainty(then) + square(difference / COLOUR_STRAY));
  }

  /** Tells whether another face is so near that one may hide some of the other. */
  boolean isNear(FaceRegion other, double now) {
    double[] box = expected(now);
    double across = Math.abs(other.x() + other.width() / 2.0 - box[0]);
    double down = Math.abs(other.y() + other.height() / 2.0 - box[1]);
    return across < NEAR * (box[2] + other.width()) && down < NEAR * (box[3] + other.height());
  }

  /** Takes what was found of the face in a frame. */
  Optional<EmotionSmoother.Change> see(
      EmotionResult found, BufferedImage frame, double now, boolean near) {
    motion.update(found.region(), now, near);
    if (!near) { // else it may show another's face
      float[] latest = Colours.of(frame, found.region(), CELLS);
      for (int i = 0; i < colours.length; i++) {
        colours[i] += (float) (NEWS * (latest[i] - colours[i]));
      }
    }
    reading = found;
    lastSeen = now;
    timesSeen++;
    return emotions.add(found, now);
  }

  private static double foreseen(double unseen) {
    return Math.min(MOST_FORESIGHT, unseen);
  }

  double[] expected(double now) {
    return motion.at(lastSeen + foreseen(now - lastSeen));
  }

  /** Returns where to look for the face in a frame. */
  SearchWindow window(BufferedImage frame, double now, int faceSide) {
    double[] expected = expected(now);
    if (window == null || !window.suits(expected, frame)) {
      window = SearchWindow.around(expected, frame, faceSide);
    }
    return window;
  }

  /** Returns the face's smoothed place and probabilities. */
  EmotionResult smoothed(BufferedImage frame, double now) {
    double[] box = expected(now);
    int left = clamp(Math.round(box[0] - box[2] / 2), 0, frame.getWidth() - 1);
    int top = clamp(Math.round(box[1] - box[3] / 2), 0, frame.getHeight() - 1);
    int right = clamp(Math.round(box[0] + box[2] / 2), left + 1, frame.getWidth());
    int bottom = clamp(Math.round(box[1] + box[3] / 2), top + 1, frame.getHeight());
    return Regions.with(
        reading, FaceRegion.of(left, top, right - left, bottom - top), emotions.probabilities());
  }

  private static int clamp(long value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }

  private static double square(double value) {
    return value * value;
  }

  EmotionSmoother emotions() {
    return emotions;
  }

  EmotionResult reading() {
    return reading;
  }

  double began() {
    return began;
  }

  double lastSeen() {
    return lastSeen;
  }

  int timesSeen() {
    return timesSeen;
  }

  void confirm(int itsNumber) {
    number = itsNumber;
  }

  boolean isConfirmed() {
    return number > 0;
  }

  int number() {
    return number;
  }
}
