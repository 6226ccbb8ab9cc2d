// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.FaceRegion;

/**
 * Where a face is and moves to: a Kalman filter of constant velocity for each of centre, width and
 * height (Bewley et al., 2016, Simple online and realtime tracking; here with time in seconds, and
 * noise in shares of the face's size).
 */
final class MotionFilter {

  /** How far a found box strays from the face's own, in shares of its size. */
  private static final double[] STRAY = {0.02, 0.02, 0.03, 0.03};

  /** How much the speed of a face changes in a second, in sizes a second: of one that is still. */
  private static final double CALM = 0.1;

  /** The same of one that begins to move, or stops, or nods. */
  private static final double[] LIVELY = {6, 6, 3, 3};

  /** The same of one that is not seen. */
  private static final double[] UNKNOWN = {3, 3, 1, 1};

  /** What the latest frame counts for in how surprising the last ones were. */
  private static final double NEWS = 0.3;

  /** Where that is no chance: 2.5 standard deviations of a mean with that weight. */
  private static final double SURPRISING = 2.5 * Math.sqrt(NEWS / (2 - NEWS));

  /** How far a box may stray at a sudden turn, or where a face is half hidden. */
  private static final double[] TURN = {0.2, 0.2, 0.3, 0.3};

  /** How often more a box strays that shows the part of a face that is not hidden. */
  private static final double HALF_HIDDEN = 20;

  /** A box of less than this share of the expected area shows a part. */
  private static final double PART = 0.9;

  /** For how long a face may be half hidden, in seconds; after that it is believed to be small. */
  private static final double LONGEST_HIDDEN = 1;

  private static final double FIRST_SPEED = 1;

  private final double[] position = new double[4];

  private final double[] speed = new double[4];
  private final double[] positionVariance = new double[4];
  private final double[] covariance = new double[4];
  private final double[] speedVariance = new double[4];
  private final double[] surprises = new double[4];
  private double time;
  private double whole;

  MotionFilter(FaceRegion region, double time) {
    this.time = time;
    this.whole = time;
    double size = size(region);
    double[] measured = measure(region);
    for (int i = 0; i < 4; i++) {
      position[i] = measured[i];
      positionVariance[i] = square(STRAY[i] * size);
      speedVariance[i] = square(FIRST_SPEED * size);
    }
  }

  /** Returns the expected centre, width and height at a time. */
  double[] at(double later) {
    double[] expected = new double[4];
    for (int i = 0; i < 4; i++) {
      expected[i] = position[i] + speed[i] * (later - time);
    }
    // A face that comes closer for a moment does not grow for as long as it is unseen.
    expected[2] = clamp(expected[2], 0.7 * position[2], 1.4 * position[2]);
    expected[3] = clamp(expected[3], 0.7 * position[3], 1.4 * position[3]);
    return expected;
  }

  /** Returns the squared distance of a region from the expected one, in standard deviations. */
  double distance(FaceRegion region, double later) {
    double[] measured = measure(region);
    double[] expected = at(later);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += square(measured[i] - expected[i]) / variance(i, later);
    }
    return sum;
  }

  /** Returns twice the logarithm of how uncertain the expected region is. */
  double uncertainty(double later) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += Math.log(variance(i, later) / square(size()));
    }
    return sum;
  }

  private double variance(int i, double later) {
    return spread(i, later - time, UNKNOWN[i]) + square(TURN[i] * size());
  }

  /**
   * Takes a region in which the face was found.
   *
   * @param near whether another face is so near that it may hide some of it: what is left moves
   *     otherwise than the face
   */
  void update(FaceRegion region, double now, boolean near) {
    double[] measured = measure(region);
    double[] expected = at(now);
    boolean part = near && measured[2] * measured[3] < PART * expected[2] * expected[3];
    if (!part) {
      whole = now;
    }
    double doubt = part && now - whole < LONGEST_HIDDEN ? HALF_HIDDEN : 1;
    double step = now - time;
    double size = size();
    for (int i = 0; i < 4; i++) {
      double stray = square(STRAY[i] * size * doubt);
      double surprise = measured[i] - expected[i];
      double restless = unrest(i, surprise / Math.sqrt(spread(i, step, CALM) + stray));
      double unrest = square(restless * size);
      double variance = spread(i, step, restless);
      double both = covariance[i] + step * speedVariance[i] + unrest * step * step / 2;
      double moving = speedVariance[i] + unrest * step;
      double gain = variance / (variance + stray);
      double speedGain = both / (variance + stray);
      position[i] = expected[i] + gain * surprise;
      speed[i] += speedGain * surprise;
      positionVariance[i] = (1 - gain) * variance;
      covariance[i] = (1 - gain) * both;
      speedVariance[i] = moving - speedGain * both;
    }
    time = now;
  }

  /**
   * How much a face's speed changes. Boxes that stray do so to all sides; where several in a row
   * are surprising to the same side, the face moves.
   */
  private double unrest(int i, double surprise) {
    surprises[i] += NEWS * (surprise - surprises[i]);
    double beyond = Math.abs(surprises[i]) / SURPRISING - 1;
    return CALM + (LIVELY[i] - CALM) * clamp(beyond, 0, 1);
  }

  /** The variance of a position after a time. */
  private double spread(int i, double step, double unrest) {
    return positionVariance[i]
        + 2 * step * covariance[i]
        + step * step * speedVariance[i]
        + square(unrest * size()) * step * step * step / 3;
  }

  double size() {
    return Math.sqrt(position[2] * position[3]);
  }

  static double size(FaceRegion region) {
    return Math.sqrt((double) region.width() * region.height());
  }

  private static double[] measure(FaceRegion region) {
    return new double[] {
      region.x() + region.width() / 2.0,
      region.y() + region.height() / 2.0,
      region.width(),
      region.height()
    };
  }

  private static double square(double value) {
    return value * value;
  }

  private static double clamp(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}
