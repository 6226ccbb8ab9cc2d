// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
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
  private static final int CHANNELS = 3;

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
    BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = part.createGraphics();
    graphics.drawImage(frame, -x, -y, null); // by far faster than pixel by pixel
    graphics.dispose();
    return reduction == 1 ? part : reduced(bytes(part));
  }

  private BufferedImage reduced(byte[] from) {
    int columns = width / reduction;
    BufferedImage small =
        new BufferedImage(columns, height / reduction, BufferedImage.TYPE_3BYTE_BGR);
    byte[] to = bytes(small);
    int count = reduction * reduction;
    int[] sums = new int[CHANNELS * columns];
    for (int j = 0; j < small.getHeight(); j++) {
      Arrays.fill(sums, count / 2);
      int at = CHANNELS * j * reduction * width;
      for (int row = 0; row < reduction; row++) {
        for (int i = 0; i < sums.length; i += CHANNELS) {
          for (int column = 0; column < reduction; column++) {
            sums[i] += from[at++] & 0xFF;
            sums[i + 1] += from[at++] & 0xFF;
            sums[i + 2] += from[at++] & 0xFF;
          }
        }
      }
      for (int i = 0; i < sums.length; i++) {
        to[j * sums.length + i] = (byte) (sums[i] / count);
      }
    }
    return small;
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
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
