// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

/**
 * A learning rate that rises linearly to its peak, then falls along half a cosine to a hundredth
 * (Loshchilov and Hutter, 2016, arXiv 1608.03983, without restarts).
 *
 * @param peak highest rate
 * @param warmUpSteps steps of the rise
 * @param totalSteps all steps
 */
record CosineSchedule(double peak, int warmUpSteps, int totalSteps) {

  private static final double FLOOR = 0.01;

  /** The rate of a step, from 1. */
  double rate(int step) {
    if (step <= warmUpSteps) {
      return peak * step / warmUpSteps;
    }
    double progress =
        Math.min(1, (double) (step - warmUpSteps) / Math.max(1, totalSteps - warmUpSteps));
    return peak * (FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2);
  }
}
