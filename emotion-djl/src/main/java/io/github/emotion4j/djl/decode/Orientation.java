// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.Optional;

/** How a camera was held, as EXIF numbers it, and how to turn the picture upright. */
enum Orientation {
  UPRIGHT(1, 1, 0, 0, 1),
  MIRRORED(2, -1, 0, 0, 1),
  UPSIDE_DOWN(3, -1, 0, 0, -1),
  FLIPPED(4, 1, 0, 0, -1),
  TRANSPOSED(5, 0, 1, 1, 0),
  LEFT_SIDE_DOWN(6, 0, 1, -1, 0),
  TRANSVERSED(7, 0, -1, -1, 0),
  RIGHT_SIDE_DOWN(8, 0, -1, 1, 0);

  private static final int BYTES_PER_PIXEL = 3;

  private final int number;
  private final int m00;
  private final int m10;
  private final int m01;
  private final int m11;

  Orientation(int number, int m00, int m10, int m01, int m11) {
    this.number = number;
    this.m00 = m00;
    this.m10 = m10;
    this.m01 = m01;
    this.m11 = m11;
  }

  /**
   * Returns an orientation by its number.
   *
   * @param number as in EXIF
   * @return the orientation; empty if there is none of this number
   */
  static Optional<Orientation> of(long number) {
    return Arrays.stream(values()).filter(value -> value.number == number).findFirst();
  }

  /** Tells whether width and height change places. */
  boolean isOnItsSide() {
    return m00 == 0;
  }

  /**
   * Turns a picture upright.
   *
   * @param image a picture of type {@link BufferedImage#TYPE_3BYTE_BGR} that owns its pixels
   * @return the upright picture of the same type; the same object if it is upright already
   */
  BufferedImage apply(BufferedImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    int storedWidth = image.getWidth();
    int storedHeight = image.getHeight();
    int width = isOnItsSide() ? storedHeight : storedWidth;
    int height = isOnItsSide() ? storedWidth : storedHeight;
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] from = bytes(image);
    byte[] to = bytes(upright);
    int columnStep = BYTES_PER_PIXEL * (m00 + m10 * width);
    int rowStep = BYTES_PER_PIXEL * (m01 + m11 * width);
    int firstX = m00 + m01 < 0 ? width - 1 : 0;
    int firstY = m10 + m11 < 0 ? height - 1 : 0;
    int row = BYTES_PER_PIXEL * (firstY * width + firstX);
    int read = 0;
    for (int y = 0; y < storedHeight; y++) {
      int write = row;
      for (int x = 0; x < storedWidth; x++) {
        to[write] = from[read];
        to[write + 1] = from[read + 1];
        to[write + 2] = from[read + 2];
        read += BYTES_PER_PIXEL;
        write += columnStep;
      }
      row += rowStep;
    }
    return upright;
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
