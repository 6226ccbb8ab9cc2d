// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.util.Arrays;
import java.util.Optional;

/** FER2013's official splits, as its file names' prefixes and CSV column {@code Usage} say. */
public enum Split {
  /** The 28,709 faces to train on. */
  TRAINING("Training"),
  /** The 3,589 faces of the public leaderboard: the validation split. */
  PUBLIC_TEST("PublicTest"),
  /** The 3,589 faces of the final ranking: the test split. */
  PRIVATE_TEST("PrivateTest");

  private final String label;

  Split(String label) {
    this.label = label;
  }

  /**
   * Returns the name in the data set.
   *
   * @return for example {@code "PublicTest"}
   */
  public String label() {
    return label;
  }

  /**
   * Finds the split with a name.
   *
   * @param label a name in the data set
   * @return the split, or empty if the name is none of the three
   */
  public static Optional<Split> ofLabel(String label) {
    return Arrays.stream(values()).filter(split -> split.label.equals(label)).findFirst();
  }

  @Override
  public String toString() {
    return label;
  }
}
