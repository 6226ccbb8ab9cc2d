// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

/** Checks settings; each method gives the value, or throws with the setting's name. */
final class SettingRange {

  private SettingRange() {}

  static int atLeast(int least, String argument, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          argument + " must be at least " + least + ", not " + value);
    }
    return value;
  }

  static double share(String argument, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(argument + " must be in 0 to 1, not " + value);
    }
    return value;
  }

  static double belowOne(String argument, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(argument + " must be in 0 to below 1, not " + value);
    }
    return value;
  }

  static String notBlank(String argument, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(argument + " must not be blank");
    }
    return value;
  }

  static <T> T notNegative(String argument, boolean good, T value) {
    if (!good) {
      throw new IllegalArgumentException(argument + " must not be negative, not " + value);
    }
    return value;
  }

  static double learningRate(double value) {
    if (!(value > 0 && value < 100)) {
      throw new IllegalArgumentException(
          "learningRate must be positive and below 100, not " + value);
    }
    return value;
  }
}
