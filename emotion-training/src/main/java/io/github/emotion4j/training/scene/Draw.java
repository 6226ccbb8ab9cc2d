// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.random.RandomGenerator;

/** Draws from a few distributions. */
final class Draw {

  private static final double MUCH_STRETCHED = 0.15;
  private static final double MUCH = 0.3;

  private final RandomGenerator random;

  Draw(RandomGenerator random) {
    this.random = random;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Evenly from least to most. */
  double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** Evenly in the logarithm, so that each doubling is as likely as the next. */
  double logarithmic(double least, double most) {
    return least * Math.pow(most / least, random.nextDouble());
  }

  /** From a normal distribution of mean 0, cut off at twice its deviation. */
  double normal(double deviation) {
    return deviation * Math.max(-2, Math.min(2, random.nextGaussian()));
  }

  /** How far a picture is out of its shape: a little as a rule, much on many a web page. */
  double stretch(double deviation) {
    return Math.exp(normal(chance(MUCH_STRETCHED) ? MUCH : deviation));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int integer(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
