// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.opencv;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.ImagingOpException;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Brings pictures of any colour model to {@link BufferedImage#TYPE_3BYTE_BGR}, the one form in
 * which this SDK looks at them. What is transparent becomes white, as on a page.
 *
 * <p>All methods are safe to call from several threads at once.
 */
public final class Pixels {

  private static final int BYTES_PER_PIXEL = 3;
  private static final int WHITE = 255;

  private Pixels() {}

  /**
   * Converts a picture.
   *
   * @param image of any type, colour model and kind of raster; not changed
   * @return a picture whose data buffer holds its pixels and nothing else; the same object where it
   *     already is one
   */
  public static BufferedImage toBgr(BufferedImage image) {
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && ownsItsPixels(image)) {
      return image;
    }
    ColorModel colors = image.getColorModel();
    ColorSpace space = colors.getColorSpace();
    boolean grey = space.getType() == ColorSpace.TYPE_GRAY;
    boolean deep = space.isCS_sRGB() && colors.getTransferType() > DataBuffer.TYPE_USHORT;
    if (colors instanceof ComponentColorModel && (grey || deep)) {
      return samplesAsBgr(image);
    }
    if (colors instanceof IndexColorModel || space.isCS_sRGB()) {
      return drawn(image);
    }
    // Drawing would convert pixel by pixel, which takes a minute for a large photograph.
    try {
      BufferedImage converted =
          new BufferedImage(
              image.getWidth(),
              image.getHeight(),
              colors.hasAlpha() ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
      return toBgr(new ColorConvertOp(null).filter(image, converted));
    } catch (IllegalArgumentException | ImagingOpException | CMMException e) {
      return drawn(image); // a kind of raster that only this knows
    }
  }

  private static boolean ownsItsPixels(BufferedImage image) {
    return image.getRaster().getParent() == null
        && image.getRaster().getDataBuffer() instanceof DataBufferByte buffer
        && buffer.getSize() == BYTES_PER_PIXEL * image.getWidth() * image.getHeight();
  }

  private static BufferedImage drawn(BufferedImage image) {
    BufferedImage target =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = target.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, target.getWidth(), target.getHeight());
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return target;
  }

  /**
   * Shows the samples as blue, green and red. Java's grey is linear, and a conversion would
   * brighten pictures whose samples are, like all of those in files, as bright as they look; and
   * drawing loses what is wider than two bytes.
   */
  private static BufferedImage samplesAsBgr(BufferedImage image) {
    int width = image.getWidth();
    BufferedImage target =
        new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = bytes(target);
    ColorModel colors = image.getColorModel();
    int colorBands = colors.getNumColorComponents();
    double[] samples = new double[width];
    double[] opacity = new double[width];
    Arrays.fill(opacity, 1);
    for (int y = 0; y < image.getHeight(); y++) {
      if (colors.hasAlpha()) {
        read(image, y, colorBands, opacity);
      }
      for (int band = 0; band < BYTES_PER_PIXEL; band++) {
        if (band < colorBands) {
          read(image, y, band, samples);
        }
        int to = BYTES_PER_PIXEL * y * width + BYTES_PER_PIXEL - 1 - band;
        for (int x = 0; x < width; x++) {
          double covered = opacity[x];
          double seen = samples[x] * (image.isAlphaPremultiplied() ? 1 : covered) + 1 - covered;
          bgr[to + BYTES_PER_PIXEL * x] = (byte) Math.round(WHITE * clamped(seen));
        }
      }
    }
    return target;
  }

  /** A row of a band, as fractions of what stands for white, or for what is opaque. */
  private static void read(BufferedImage image, int row, int band, double[] samples) {
    Raster raster = image.getRaster();
    raster.getSamples(raster.getMinX(), raster.getMinY() + row, samples.length, 1, band, samples);
    double largest = largest(image.getColorModel(), band);
    boolean unsigned = image.getColorModel().getTransferType() == DataBuffer.TYPE_INT;
    for (int x = 0; x < samples.length; x++) {
      double sample = unsigned && samples[x] < 0 ? samples[x] + (1L << 32) : samples[x];
      samples[x] = clamped(sample / largest);
    }
  }

  /** The sample that stands for white, or for what is opaque. */
  private static double largest(ColorModel colors, int component) {
    return switch (colors.getTransferType()) {
      case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> 1;
      case DataBuffer.TYPE_SHORT -> Short.MAX_VALUE;
      default -> (1L << colors.getComponentSize(component)) - 1;
    };
  }

  private static double clamped(double value) {
    return Math.max(0, Math.min(1, value));
  }

  /**
   * Halves the sides of a picture. Each pixel becomes the average of four, or of those there are at
   * an odd edge.
   *
   * @param image as {@link #toBgr} gives it; not changed
   * @return a new picture of the same type, its sides rounded up
   */
  public static BufferedImage halved(BufferedImage image) {
    int width = (image.getWidth() + 1) / 2;
    int height = (image.getHeight() + 1) / 2;
    BufferedImage half = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] from = bytes(image);
    byte[] to = bytes(half);
    int stride = BYTES_PER_PIXEL * image.getWidth();
    for (int y = 0; y < height; y++) {
      int upper = 2 * y * stride;
      int lower = Math.min(2 * y + 1, image.getHeight() - 1) * stride;
      for (int x = 0; x < width; x++) {
        int left = 2 * x * BYTES_PER_PIXEL;
        int right = Math.min(2 * x + 1, image.getWidth() - 1) * BYTES_PER_PIXEL;
        for (int sample = 0; sample < BYTES_PER_PIXEL; sample++) {
          int sum =
              (from[upper + left + sample] & 0xFF)
                  + (from[upper + right + sample] & 0xFF)
                  + (from[lower + left + sample] & 0xFF)
                  + (from[lower + right + sample] & 0xFF);
          to[BYTES_PER_PIXEL * (y * width + x) + sample] = (byte) ((sum + 2) / 4);
        }
      }
    }
    return half;
  }

  /**
   * Lays what OpenCV decoded on a white page, row by row, so that no further copy is needed.
   *
   * @param picture 8 bits a channel: grey ({@code CV_8UC1}), blue, green and red ({@code CV_8UC3}),
   *     or those and opacity ({@code CV_8UC4}); within the page; not changed
   * @param left where its left edge comes to lie
   * @param top where its upper edge comes to lie
   * @param width of the page in pixels
   * @param height of the page in pixels
   * @return the page, as {@link #toBgr} would give it
   * @throws IllegalArgumentException if the picture is of another type
   */
  public static BufferedImage onWhite(Mat picture, int left, int top, int width, int height) {
    int channels = picture.channels();
    if (picture.depth() != CvType.CV_8U || channels == 2 || channels > 4) {
      throw new IllegalArgumentException("A picture must have 8 bits a channel, not " + picture);
    }
    BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = bytes(page);
    int columns = Math.min(picture.cols(), width - left);
    int rows = Math.min(picture.rows(), height - top);
    if (columns < width || rows < height) {
      Arrays.fill(bgr, (byte) WHITE);
    }
    byte[] row = new byte[channels * picture.cols()];
    for (int y = 0; y < rows; y++) {
      picture.get(y, 0, row);
      int to = BYTES_PER_PIXEL * ((top + y) * width + left);
      if (channels == BYTES_PER_PIXEL) {
        System.arraycopy(row, 0, bgr, to, BYTES_PER_PIXEL * columns);
      } else {
        blend(row, channels, bgr, to, columns);
      }
    }
    return page;
  }

  private static void blend(byte[] row, int channels, byte[] bgr, int start, int columns) {
    int to = start;
    for (int from = 0; from < channels * columns; from += channels) {
      int opacity = channels == 4 ? row[from + 3] & 0xFF : WHITE;
      for (int sample = 0; sample < BYTES_PER_PIXEL; sample++) {
        int value = row[from + (channels == 1 ? 0 : sample)] & 0xFF;
        bgr[to++] = (byte) ((value * opacity + WHITE * (WHITE - opacity) + WHITE / 2) / WHITE);
      }
    }
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }
}
