// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.time.Duration;

/**
 * The settings that all detectors have which search a picture with a network. A builder is for one
 * thread.
 *
 * @param <B> the builder itself
 */
public abstract class FaceSearchBuilder<B extends FaceSearchBuilder<B>> {

  private static final int LEAST_MAX_SIDE = 32;

  private double minFaceConfidence;
  private double nmsThreshold;
  private int maxSide = 1280;
  private Duration maxWait = WorkerPool.MAX_WAIT;

  FaceSearchBuilder(double minFaceConfidence, double nmsThreshold) {
    this.minFaceConfidence = minFaceConfidence;
    this.nmsThreshold = nmsThreshold;
  }

  abstract B self();

  /**
   * Sets from which confidence on a face is reported: with less, more faces are found, and more is
   * taken for a face that is none.
   *
   * @param confidence 0 to 1; 0.6 unless set for YuNet, what its model card says for the embedded
   *     detector
   * @return this
   * @throws IllegalArgumentException if the confidence is out of its range
   */
  public final B minFaceConfidence(double confidence) {
    minFaceConfidence = requireFraction("minFaceConfidence", confidence);
    return self();
  }

  /**
   * Sets how far two boxes may overlap before the less confident one is dropped as a double
   * (non-maximum suppression).
   *
   * @param threshold intersection over union, 0 to 1; 0.3 unless set
   * @return this
   * @throws IllegalArgumentException if the threshold is out of its range
   */
  public final B nmsThreshold(double threshold) {
    nmsThreshold = requireFraction("nmsThreshold", threshold);
    return self();
  }

  /**
   * Sets the size at which large pictures are searched. Time and memory grow with its square; faces
   * that are smaller than about 10 pixels at that size are missed.
   *
   * @param pixels the longer side, at least 32; 1280 unless set
   * @return this
   * @throws IllegalArgumentException if it is less than 32
   */
  public final B maxSide(int pixels) {
    if (pixels < LEAST_MAX_SIDE) {
      throw new IllegalArgumentException(
          "maxSide must be at least " + LEAST_MAX_SIDE + ", not " + pixels);
    }
    maxSide = pixels;
    return self();
  }

  /**
   * Sets how long a call waits when as many run as the machine has processors, before it ends in a
   * {@link io.github.emotion4j.DetectorBusyException}.
   *
   * @param time positive; 30 seconds unless set
   * @return this
   * @throws IllegalArgumentException if the time is not positive
   */
  public final B maxWait(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("maxWait must be positive, not " + time);
    }
    maxWait = time;
    return self();
  }

  static double requireFraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in 0 to 1, not " + value);
    }
    return value;
  }

  final double minFaceConfidence() {
    return minFaceConfidence;
  }

  final double nmsThreshold() {
    return nmsThreshold;
  }

  final int maxSide() {
    return maxSide;
  }

  final Duration maxWait() {
    return maxWait;
  }
}
