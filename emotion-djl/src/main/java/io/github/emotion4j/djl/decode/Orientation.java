// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger log = LoggerFactory.getLogger(Orientation.class);

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
   * Reads the orientation from an EXIF block.
   *
   * @param exif the block from its TIFF header on
   * @param picture the picture's name, for the log
   * @return the orientation; upright where the block does not tell or is broken
   */
  static Orientation read(Optional<byte[]> exif, String picture) {
    if (exif.isEmpty()) {
      return UPRIGHT;
    }
    try {
      Metadata metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(exif.get()), metadata);
      for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
        Integer number = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        for (Orientation orientation : values()) {
          if (number != null && number == orientation.number) {
            return orientation;
          }
        }
      }
      log.debug("The EXIF block of {} tells no orientation", picture);
    } catch (RuntimeException e) {
      log.debug("The EXIF block of {} is ignored: it can't be read", picture, e);
    }
    return UPRIGHT;
  }

  /** Tells whether width and height change places. */
  boolean isOnItsSide() {
    return m00 == 0;
  }

  /**
   * Turns a picture upright.
   *
   * @param image a picture of type {@link BufferedImage#TYPE_3BYTE_BGR}
   * @return the upright picture of the same type; the same object if it is upright already
   */
  BufferedImage apply(BufferedImage image) {
    if (this == UPRIGHT) {
      return image;
    }
    boolean onItsSide = isOnItsSide();
    int width = onItsSide ? image.getHeight() : image.getWidth();
    int height = onItsSide ? image.getWidth() : image.getHeight();
    int shiftX = m00 + m01 < 0 ? width : 0;
    int shiftY = m10 + m11 < 0 ? height : 0;
    BufferedImage upright = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = upright.createGraphics();
    graphics.drawImage(image, new AffineTransform(m00, m10, m01, m11, shiftX, shiftY), null);
    graphics.dispose();
    return upright;
  }
}
