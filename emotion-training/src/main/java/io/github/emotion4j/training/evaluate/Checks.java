// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

/** Checks of numbers that several values here share. */
final class Checks {

  private Checks() {}

  static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be in 0 to 1, not " + value);
    }
  }

  static void requireSameSize(int labels, int rows) {
    if (labels == 0 || labels != rows) {
      throw new IllegalArgumentException(
          "As many rows as labels are needed, and at least one, not "
              + labels
              + " labels and "
              + rows
              + " rows");
    }
  }
}
