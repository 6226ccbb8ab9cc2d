// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

/**
 * How the confidence in a face is made of what one or two networks say: its log odds are {@code
 * detection} times those of the {@link FaceNetwork}, plus {@code refinement} times those of the
 * {@link RefineNetwork}, plus {@code offset}. Fitted by logistic regression, they make the
 * confidence a probability (Platt, 1999).
 *
 * @param detection weight of what the first network says, positive
 * @param refinement weight of what the second says, not negative; 0 where there is none
 * @param offset what is added
 */
public record ConfidenceWeights(double detection, double refinement, double offset) {

  /** The first network's word as it is, without a second network. */
  public static final ConfidenceWeights DETECTION_ONLY = new ConfidenceWeights(1, 0, 0);

  private static final double MOST_CONFIDENT = 1 - 1e-6;

  /**
   * Makes weights.
   *
   * @param detection weight of the first network
   * @param refinement weight of the second
   * @param offset what is added
   * @throws IllegalArgumentException if a number is not finite or a weight out of its range
   */
  public ConfidenceWeights {
    if (!(detection > 0 && refinement >= 0) || !Double.isFinite(detection + refinement + offset)) {
      throw new IllegalArgumentException(
          "The weights of a confidence must be finite and not negative, not "
              + detection
              + ", "
              + refinement
              + " and "
              + offset);
    }
  }

  /**
   * Tells whether there is a second network.
   *
   * @return whether its word counts
   */
  public boolean refines() {
    return refinement > 0;
  }

  /**
   * Weighs what both say.
   *
   * @param detected the first network's confidence, 0 to 1
   * @param refined the second network's log odds
   * @return the confidence, 0 to 1
   */
  public double confidence(double detected, double refined) {
    double logOdds = detection * logOdds(detected) + refinement * refined + offset;
    return 1 / (1 + Math.exp(-logOdds));
  }

  /**
   * Returns the log odds of a confidence.
   *
   * @param confidence 0 to 1; 0 and 1 count as a millionth more and less
   * @return a finite number
   */
  public static double logOdds(double confidence) {
    double bounded = Math.min(MOST_CONFIDENT, Math.max(1 - MOST_CONFIDENT, confidence));
    return Math.log(bounded / (1 - bounded));
  }
}
