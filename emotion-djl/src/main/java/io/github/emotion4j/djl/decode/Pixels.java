// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;

/** Brings pictures of any colour model to {@link BufferedImage#TYPE_3BYTE_BGR}. */
final class Pixels {

  private Pixels() {}

  /**
   * Converts a picture; what is transparent becomes white.
   *
   * @param image any picture; not changed
   * @return a picture whose data buffer holds its pixels and nothing else; the same object where it
   *     already is one
   */
  static BufferedImage toBgr(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && ownsItsPixels(image)) {
      return image;
    }
    BufferedImage source = inSrgb(image);
    BufferedImage target =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = target.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, target.getWidth(), target.getHeight());
    graphics.drawImage(source, 0, 0, null);
    graphics.dispose();
    return target;
  }

  private static boolean ownsItsPixels(BufferedImage image) {
    return image.getRaster().getParent() == null
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getSize() == 3 * image.getWidth() * image.getHeight();
  }

  private static BufferedImage inSrgb(BufferedImage image) {
    ColorModel colors = image.getColorModel();
    ColorSpace space = colors.getColorSpace();
    if (colors instanceof IndexColorModel || space.isCS_sRGB()) {
      return image;
    }
    if (space.getType() == ColorSpace.TYPE_GRAY) {
      return colors instanceof ComponentColorModel ? greyAsRgb(image) : image;
    }
    // Drawing would convert pixel by pixel, which takes a minute for a large photograph.
    BufferedImage converted =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            colors.hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
    return new ColorConvertOp(null).filter(image, converted);
  }

  /**
   * Shows the grey samples as red, green and blue. Java's grey is linear, and a conversion would
   * brighten pictures whose samples are, like all of those in files, as bright as they look.
   */
  private static BufferedImage greyAsRgb(BufferedImage image) {
    boolean alpha = image.getColorModel().hasAlpha();
    WritableRaster raster = image.getRaster();
    WritableRaster rgb =
        raster.createWritableChild(
            raster.getMinX(),
            raster.getMinY(),
            raster.getWidth(),
            raster.getHeight(),
            0,
            0,
            alpha ? new int[] {0, 0, 0, 1} : new int[] {0, 0, 0});
    ColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha,
            image.isAlphaPremultiplied(),
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            raster.getTransferType());
    return new BufferedImage(colors, rgb, image.isAlphaPremultiplied(), null);
  }
}
