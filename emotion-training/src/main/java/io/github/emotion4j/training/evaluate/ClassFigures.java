// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How well one emotion is recognised. What is undefined because it divides by zero is 0, as with
 * scikit-learn's {@code zero_division=0}.
 *
 * @param precision true positives among all faces predicted as the emotion, 0 to 1
 * @param recall true positives among all faces that show the emotion, 0 to 1
 * @param f1 harmonic mean of precision and recall, 0 to 1
 * @param support number of faces that show the emotion, not negative
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.precision_recall_fscore_support.html">scikit-learn's
 *     definition of the four</a>
 */
public record ClassFigures(
    @JsonProperty(required = true) double precision,
    @JsonProperty(required = true) double recall,
    @JsonProperty(required = true) double f1,
    @JsonProperty(required = true) int support) {

  /**
   * Makes the figures.
   *
   * @param precision 0 to 1
   * @param recall 0 to 1
   * @param f1 0 to 1
   * @param support not negative
   * @throws IllegalArgumentException if a value is out of its range
   */
  public ClassFigures {
    Checks.requireShare("precision", precision);
    Checks.requireShare("recall", recall);
    Checks.requireShare("f1", f1);
    if (support < 0) {
      throw new IllegalArgumentException("support must not be negative, but is " + support);
    }
  }
}
