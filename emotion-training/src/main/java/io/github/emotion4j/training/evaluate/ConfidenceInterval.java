// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * Where a share that was counted on some faces lies, with 95 of 100 such intervals right: Wilson's
 * score interval (1927), which holds for few faces too. It knows nothing of faces that are unlike
 * those counted, nor that faces of one person are not independent.
 *
 * @param lower lower end, 0 to 1
 * @param upper upper end, 0 to 1
 */
public record ConfidenceInterval(
    @JsonProperty(required = true) double lower, @JsonProperty(required = true) double upper) {

  private static final double Z = 1.959963984540054; // of the normal distribution, for 95 of 100

  /**
   * Makes an interval.
   *
   * @param lower lower end
   * @param upper upper end
   * @throws IllegalArgumentException if an end is not in 0 to 1, or they are the wrong way round
   */
  public ConfidenceInterval {
    Checks.requireShare("lower", lower);
    Checks.requireShare("upper", upper);
    if (lower > upper) {
      throw new IllegalArgumentException("lower must not be above upper: " + lower + ", " + upper);
    }
  }

  /**
   * Computes the interval of a share.
   *
   * @param right how many faces count, 0 to all
   * @param n all faces, at least 1
   * @return the interval, which holds the share
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static ConfidenceInterval wilson(int right, int n) {
    if (n < 1 || right < 0 || right > n) {
      throw new IllegalArgumentException(right + " of " + n + " is no share");
    }
    double share = (double) right / n;
    double scale = 1 + Z * Z / n;
    double centre = (share + Z * Z / (2 * n)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
    // At 0 and 1 the formula's end is the share itself, but for rounding.
    return new ConfidenceInterval(
        Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half)));
  }

  /**
   * Writes the interval in percent.
   *
   * @return such as {@code 52.4 to 75.8 %}
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * lower, 100 * upper);
  }
}
