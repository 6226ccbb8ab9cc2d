// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * An expression by two numbers instead of names (Russell, 1980, a circumplex model of affect).
 *
 * @param valence how pleasant it looks, -1 (unpleasant) to 1 (pleasant)
 * @param arousal how excited it looks, -1 (calm) to 1 (excited)
 */
public record Affect(double valence, double arousal) {

  /**
   * Makes a pair.
   *
   * @param valence -1 to 1
   * @param arousal -1 to 1
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Affect {
    require("valence", valence);
    require("arousal", arousal);
  }

  private static void require(String name, double value) {
    if (!(value >= -1 && value <= 1)) {
      throw new IllegalArgumentException("The " + name + " must be in -1 to 1, not " + value);
    }
  }
}
