// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;

/** What a place in a picture looks like from afar: the colours of a grid of points. */
final class Colours {

  private static final int POINTS_ACROSS_CELL = 3;

  private Colours() {}

  /** Returns the mean red, green and blue, 0 to 255, of cells of a face, the hair and neck less. */
  static float[] of(BufferedImage image, FaceRegion region, int cells) {
    return of(image, region.x(), region.y(), region.width(), region.height(), cells, cells);
  }

  /** Returns the mean red, green and blue, 0 to 255, of cells of a picture. */
  static float[] of(BufferedImage image, int columns, int rows) {
    return of(image, 0, 0, image.getWidth(), image.getHeight(), columns, rows);
  }

  private static float[] of(
      BufferedImage image, int left, int top, int width, int height, int columns, int rows) {
    float[] means = new float[3 * columns * rows];
    int across = POINTS_ACROSS_CELL * columns;
    int down = POINTS_ACROSS_CELL * rows;
    float share = 1f / (POINTS_ACROSS_CELL * POINTS_ACROSS_CELL);
    for (int j = 0; j < down; j++) {
      int y = inside(top + (int) ((j + 0.5) * height / down), image.getHeight());
      for (int i = 0; i < across; i++) {
        int x = inside(left + (int) ((i + 0.5) * width / across), image.getWidth());
        int rgb = image.getRGB(x, y);
        int cell = 3 * (j / POINTS_ACROSS_CELL * columns + i / POINTS_ACROSS_CELL);
        means[cell] += share * (rgb >> 16 & 0xFF);
        means[cell + 1] += share * (rgb >> 8 & 0xFF);
        means[cell + 2] += share * (rgb & 0xFF);
      }
    }
    return means;
  }

  private static int inside(int at, int size) {
    return Math.max(0, Math.min(size - 1, at));
  }

  /** Returns how far two are apart on average, 0 to 255. */
  static double difference(float[] some, float[] others) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      sum += Math.abs(some[i] - others[i]);
    }
    return sum / some.length;
  }
}
