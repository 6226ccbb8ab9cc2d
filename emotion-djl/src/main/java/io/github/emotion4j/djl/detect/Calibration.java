// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

/**
 * Makes a probability of what a network says: its log odds are {@code slope} times the network's
 * logit, plus {@code offset}. Fitted by logistic regression on photographs that were not trained on
 * (Platt, 1999).
 *
 * @param slope positive
 * @param offset any finite number
 */
public record Calibration(double slope, double offset) {

  /**
   * Makes a calibration.
   *
   * @param slope factor of the logit
   * @param offset what is added
   * @throws IllegalArgumentException if a number is not finite or the slope not positive
   */
  public Calibration {
    if (!(slope > 0) || !Double.isFinite(slope + offset)) {
      throw new IllegalArgumentException(
          "A calibration needs a positive slope and finite numbers, not "
              + slope
              + " and "
              + offset);
    }
  }

  /**
   * Returns the probability for a logit.
   *
   * @param logit what the network says
   * @return 0 to 1
   */
  public double probability(double logit) {
    return 1 / (1 + Math.exp(-(slope * logit + offset)));
  }

  /**
   * Returns the logit from which on the probability is reached.
   *
   * @param probability 0 to 1
   * @return the logit; infinite for 0 and 1
   */
  public double logit(double probability) {
    return (Math.log(probability / (1 - probability)) - offset) / slope;
  }
}
