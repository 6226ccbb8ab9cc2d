// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/**
 * Tells where another scene begins: where a frame differs from the one before in most places, and
 * much more than frames did lately.
 */
final class SceneCuts {

  private static final int COLUMNS = 16;
  private static final int ROWS = 9;

  /** How far colours are apart on average, of 255, where a cut is possible. */
  private static final double LEAST_DIFFERENCE = 18;

  /** How often more than lately: a pan or a shaken camera differs in every frame. */
  private static final double TIMES_USUAL = 4;

  /** A cell that stays within this is the same: what moves in front of a scene leaves some. */
  private static final double SAME = 10;

  private static final double MOST_SAME = 0.35;
  private static final double NEWS = 0.2;

  private float @Nullable [] previous;
  private double usual;

  SceneCuts() {}

  /** Returns what {@link #isCut} and {@link #accept} look at. */
  static float[] look(BufferedImage frame) {
    return Colours.of(frame, COLUMNS, ROWS);
  }

  boolean isCut(float[] look) {
    if (previous == null) {
      return false;
    }
    double difference = Colours.difference(previous, look);
    return difference > LEAST_DIFFERENCE
        && difference > TIMES_USUAL * usual
        && sameCells(previous, look) < MOST_SAME;
  }

  void accept(float[] look) {
    if (previous != null && !isCut(look)) {
      usual += NEWS * (Colours.difference(previous, look) - usual);
    }
    previous = look;
  }

  private static double sameCells(float[] some, float[] others) {
    int same = 0;
    for (int i = 0; i < some.length; i += 3) {
      double difference =
          Math.abs(some[i] - others[i])
              + Math.abs(some[i + 1] - others[i + 1])
              + Math.abs(some[i + 2] - others[i + 2]);
      if (difference < 3 * SAME) {
        same++;
      }
    }
    return 3.0 * same / some.length;
  }
}
