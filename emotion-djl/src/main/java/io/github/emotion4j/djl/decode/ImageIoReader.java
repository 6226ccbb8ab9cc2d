// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.internal.opencv.Pixels;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ServiceRegistry;
import javax.imageio.stream.ImageInputStream;

/**
 * The readers of ImageIO that are used, whatever else is registered with the virtual machine: which
 * readers that are depends on what runs in it, and on who asked ImageIO first.
 */
enum ImageIoReader {

  /** TwelveMonkeys' reader around the JDK's: it knows inks and colour profiles. */
  JPEG {
    @Override
    ImageReader open() throws IOException {
      JPEGImageReaderSpi provider = new JPEGImageReaderSpi();
      ServiceRegistry own = new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
      own.registerServiceProvider(ofJdk("jpeg.JPEGImageReaderSpi"), ImageReaderSpi.class);
      own.registerServiceProvider(provider, ImageReaderSpi.class);
      return provider.createReaderInstance(null);
    }
  },
  PNG {
    @Override
    ImageReader open() throws IOException {
      return ofJdk("png.PNGImageReaderSpi").createReaderInstance(null);
    }
  },
  BMP {
    @Override
    ImageReader open() throws IOException {
      return ofJdk("bmp.BMPImageReaderSpi").createReaderInstance(null);
    }
  };

  private static final int LARGEST_REDUCTION = 64;

  /** From here on, what is read of a picture is small against it. */
  private static final int LEAST_REDUCTION = 4;

  private static final String PACKAGE = "com.sun.imageio.plugins.";

  abstract ImageReader open() throws IOException;

  /**
   * Tells how much smaller than stored a picture can be read, of which a reader leaves out rows and
   * columns.
   *
   * @param longerSide of the picture, in pixels
   * @param least the shortest that it may become
   * @return a power of two; 1 if it is best read whole
   */
  static int reduction(int longerSide, int least) {
    int reduction = EncodedImage.reduction(longerSide, least, LARGEST_REDUCTION);
    return reduction < LEAST_REDUCTION ? 1 : reduction;
  }

  /** Of how many pixels one is read, so that each pixel of the result is the average of four. */
  static int step(int reduction) {
    return Math.max(1, reduction / 2);
  }

  private static ImageReaderSpi ofJdk(String name) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getName().equals(PACKAGE + name)) {
        return provider;
      }
    }
    throw new MissingDependencyException(
        "The JDK's own reader "
            + PACKAGE
            + name
            + " was taken out of ImageIO's registry by other code in this virtual machine;"
            + " register it again, or convert the picture to WebP");
  }

  /**
   * Decodes the first picture of a file.
   *
   * @param file the picture's size, and what a reader is to be given
   * @param reduction by how much to make the sides smaller; each pixel is then the average of four
   *     of the file, or, if step is the reduction, one of them
   * @param step how many pixels of the file, across and down, one is taken of
   * @return the picture as stored, in blue, green and red
   * @throws IOException if it is broken or truncated
   */
  BufferedImage read(EncodedImage file, byte[] bytes, int reduction, int step) throws IOException {
    ImageReader reader = open();
    try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
      List<String> warnings = Collections.synchronizedList(new ArrayList<>());
      reader.addIIOReadWarningListener((from, warning) -> warnings.add(warning));
      reader.setInput(stream, true, true);
      if (reader.getWidth(0) != file.width() || reader.getHeight(0) != file.height()) {
        throw RefusedImageException.broken("several sizes");
      }
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(step, step, 0, 0);
      BufferedImage image = reader.read(0, param);
      if (warnings.stream().anyMatch(ImageIoReader::tellsMissingPixels)) {
        throw RefusedImageException.truncated();
      }
      BufferedImage bgr = Pixels.toBgr(image);
      return step < reduction ? Pixels.halved(bgr) : bgr;
    } catch (RefusedImageException e) {
      throw e;
    } catch (IOException e) {
      throw reason(e);
    } finally {
      reader.dispose();
    }
  }

  /** The JPEG library fills what is missing with grey, and says so in words that are its own. */
  private static boolean tellsMissingPixels(String warning) {
    return warning.toLowerCase(Locale.ROOT).contains("premature end");
  }

  private static RefusedImageException reason(IOException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException) {
        return new RefusedImageException("it is truncated; get the whole file", failure);
      }
    }
    return new RefusedImageException(
        "it is broken (" + failure.getMessage() + "); save it anew with an image editor", failure);
  }
}
