// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The part of a frame in which a face is looked for that was there before: about twice as wide and
 * high. It stays where it is for as long as the face is well within, so that the face detector sees
 * a still face at the same place.
 *
 * @param x left edge in pixels of the frame
 * @param y upper edge
 * @param width in pixels of the frame, a multiple of the reduction
 * @param height likewise
 * @param reduction by how much the sides are reduced, 1 for not at all
 */
record SearchWindow(int x, int y, int width, int height, int reduction) {

  /** The window's size by the face's. */
  private static final double ROOM = 2.1;

  /** The least room between a face and an edge, by the face's size. */
  private static final double LEAST_ROOM = 0.2;

  private static final double SMALLEST = 1.6;
  private static final double LARGEST = 3;
  private static final int LEAST_SIDE = 32;

  /**
   * Lays a window around a face.
   *
   * @param box centre, width and height of the face
   * @param faceSide to which size, at least, a large face is reduced
   */
  static SearchWindow around(double[] box, BufferedImage frame, int faceSide) {
    double size = Math.max(box[2], box[3]);
    int reduction = Math.max(1, (int) (size / faceSide));
    int side = Math.max(LEAST_SIDE, (int) Math.ceil(ROOM * size));
    int width = Math.max(1, Math.min(side, frame.getWidth()) / reduction) * reduction;
    int height = Math.max(1, Math.min(side, frame.getHeight()) / reduction) * reduction;
    int x = (int) Math.round(box[0] - width / 2.0);
    int y = (int) Math.round(box[1] - height / 2.0);
    return new SearchWindow(
        Math.max(0, Math.min(frame.getWidth() - width, x)),
        Math.max(0, Math.min(frame.getHeight() - height, y)),
        width,
        height,
        reduction);
  }

  /** Tells whether a face can be looked for here. */
  boolean suits(double[] box, BufferedImage frame) {
    double size = Math.max(box[2], box[3]);
    double room = LEAST_ROOM * size;
    double side = Math.max(width, height);
    return x + width <= frame.getWidth()
        && y + height <= frame.getHeight()
        && side >= Math.min(SMALLEST * size, Math.min(frame.getWidth(), frame.getHeight()))
        && side <= Math.max(LEAST_SIDE, LARGEST * size)
        && (x == 0 || box[0] - box[2] / 2 - room >= x)
        && (y == 0 || box[1] - box[3] / 2 - room >= y)
        && (x + width == frame.getWidth() || box[0] + box[2] / 2 + room <= x + width)
        && (y + height == frame.getHeight() || box[1] + box[3] / 2 + room <= y + height);
  }

  /** Returns how many pixels the face detector gets to see. */
  long pixels() {
    return (long) width / reduction * (height / reduction);
  }

  /** Cuts the window out of a frame, each pixel the mean of those it stands for. */
  BufferedImage cutOut(BufferedImage frame) {
    int columns = width / reduction;
    int rows = height / reduction;
    BufferedImage part = new BufferedImage(columns, rows, BufferedImage.TYPE_3BYTE_BGR);
    if (reduction == 1) {
      int[] row = new int[columns];
      for (int j = 0; j < rows; j++) {
        frame.getRGB(x, y + j, columns, 1, row, 0, columns);
        part.setRGB(0, j, columns, 1, row, 0, columns);
      }
      return part;
    }
    int count = reduction * reduction;
    int[] pixels = new int[width * reduction];
    int[] row = new int[columns];
    for (int j = 0; j < rows; j++) {
      frame.getRGB(x, y + j * reduction, width, reduction, pixels, 0, width);
      for (int i = 0; i < columns; i++) {
        int red = count / 2;
        int green = count / 2;
        int blue = count / 2;
        for (int k = 0; k < reduction; k++) {
          int at = k * width + i * reduction;
          for (int rgb = at; rgb < at + reduction; rgb++) {
            red += pixels[rgb] >> 16 & 0xFF;
            green += pixels[rgb] >> 8 & 0xFF;
            blue += pixels[rgb] & 0xFF;
          }
        }
        row[i] = ((red / count) << 16) | ((green / count) << 8) | (blue / count);
      }
      part.setRGB(0, j, columns, 1, row, 0, columns);
    }
    return part;
  }

  /** Tells whether a face that was found here may go on beyond the window. */
  boolean cutsOff(FaceRegion found, BufferedImage frame) {
    return (found.x() == 0 && x > 0)
        || (found.y() == 0 && y > 0)
        || (found.x() + found.width() >= width / reduction && x + width < frame.getWidth())
        || (found.y() + found.height() >= height / reduction && y + height < frame.getHeight());
  }

  /** Says where in the frame a face is that was found in what was cut out. */
  EmotionResult inFrame(EmotionResult found) {
    FaceRegion region = found.region();
    int left = x + region.x() * reduction;
    int top = y + region.y() * reduction;
    int wide = region.width() * reduction;
    int high = region.height() * reduction;
    // The middle of a pixel that stands for several is the middle of these.
    double middle = (reduction - 1) / 2.0;
    UnaryOperator<Point> move =
        point -> new Point(x + point.x() * reduction + middle, y + point.y() * reduction + middle);
    Optional<FaceLandmarks> landmarks = region.landmarks().map(points -> points.moved(move));
    return Regions.at(
        found,
        landmarks
            .map(points -> FaceRegion.of(left, top, wide, high, points))
            .orElseGet(() -> FaceRegion.of(left, top, wide, high)));
  }
}
