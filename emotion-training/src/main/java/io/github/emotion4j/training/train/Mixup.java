// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.util.SplittableRandom;

/**
 * Mixes faces and their targets in pairs (Zhang et al., 2018, arXiv 1710.09412).
 *
 * @param alpha both parameters of the beta distribution that shares are drawn from, 0 to 1; 0 mixes
 *     nothing
 */
record Mixup(double alpha) {

  static final Mixup NONE = new Mixup(0);

  /**
   * Mixes each face of a batch with the next one, the last with the first, each pair in a share of
   * its own.
   *
   * @param values as many numbers for each face, one after the other; changed
   * @param targets the same for what is to be learned; changed
   */
  void mix(float[] values, float[] targets, int faces, SplittableRandom random) {
    if (alpha == 0) {
      return;
    }
    float[] plainValues = values.clone();
    float[] plainTargets = targets.clone();
    for (int face = 0; face < faces; face++) {
      int other = (face + 1) % faces;
      float share = (float) drawShare(random);
      mix(plainValues, values, face, other, values.length / faces, share);
      mix(plainTargets, targets, face, other, targets.length / faces, share);
    }
  }

  private static void mix(float[] from, float[] to, int face, int other, int length, float share) {
    for (int i = 0; i < length; i++) {
      to[face * length + i] =
          share * from[face * length + i] + (1 - share) * from[other * length + i];
    }
  }

  /**
   * Draws from Beta(alpha, alpha) by Jöhnk's method (1964), which suits parameters of at most 1.
   */
  private double drawShare(SplittableRandom random) {
    while (true) {
      double x = Math.pow(random.nextDouble(), 1 / alpha);
      double y = Math.pow(random.nextDouble(), 1 / alpha);
      if (x + y > 0 && x + y <= 1) {
        return x / (x + y);
      }
    }
  }
}
