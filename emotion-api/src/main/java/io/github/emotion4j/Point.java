// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * A place in a picture, in pixels from the upper left corner; fractions are allowed.
 *
 * @param x pixels to the right
 * @param y pixels down
 */
public record Point(double x, double y) {

  /**
   * Makes a point.
   *
   * @param x pixels to the right
   * @param y pixels down
   * @throws IllegalArgumentException if a coordinate is not finite
   */
  public Point {
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      throw new IllegalArgumentException("A point needs finite coordinates, not " + x + ", " + y);
    }
  }
}
