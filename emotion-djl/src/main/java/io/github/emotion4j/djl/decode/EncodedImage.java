// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * The content of a picture file whose structure has been looked at, and of which only what is
 * needed for its pixels is left to decode. What this costs depends on the picture, not on what else
 * is in the file.
 */
interface EncodedImage {

  /** The width of the picture as stored, before it is turned upright, in pixels. */
  int width();

  /** The height of the picture as stored, before it is turned upright, in pixels. */
  int height();

  /** How to turn the picture upright; not at all where the format can't tell. */
  default Orientation orientation() {
    return Orientation.UPRIGHT;
  }

  /**
   * Tells how much smaller than stored the picture can well be decoded; unless told otherwise, by
   * leaving out rows and columns.
   *
   * @param least the shortest that the longer side may become, in pixels
   * @return a power of two; 1 if it is best decoded whole
   */
  default int reduction(int least) {
    return ImageIoReader.reduction(Math.max(width(), height()), least);
  }

  /**
   * Tells how much memory decoding takes at most, on the heap and off it, the picture that comes
   * out included.
   *
   * @param reduction 1, or what {@link #reduction} gave
   * @return bytes
   */
  long memory(int reduction);

  /**
   * Decodes the picture.
   *
   * @param reduction 1, or what {@link #reduction} gave: by how much to make the sides smaller
   * @return the picture as stored, of any type and colour model
   * @throws IOException if it is broken or truncated
   */
  BufferedImage decode(int reduction) throws IOException;

  /**
   * Looks at the structure of a picture file.
   *
   * @param bytes the content of the file; not changed
   * @return the picture
   * @throws RefusedImageException if the format is unknown or the file is broken; the message is a
   *     reason, to be put after the picture's name
   */
  static EncodedImage inspect(byte[] bytes) throws RefusedImageException {
    if (bytes.length == 0) {
      throw new RefusedImageException("it is empty");
    }
    ByteView view = new ByteView(bytes);
    if (view.startsWith(0, "\u00FF\u00D8\u00FF")) {
      return JpegFile.inspect(view);
    }
    if (view.startsWith(0, PngFile.SIGNATURE)) {
      return PngFile.inspect(view);
    }
    if (view.startsWith(0, "RIFF") && view.startsWith(8, "WEBP")) {
      return WebPFile.inspect(view);
    }
    if (view.startsWith(0, "GIF87a") || view.startsWith(0, "GIF89a")) {
      return GifFile.inspect(view);
    }
    if (view.startsWith(0, "BM")) {
      return BmpFile.inspect(view);
    }
    throw OtherFormat.of(view)
        .map(RefusedImageException::unsupported)
        .orElseGet(
            () ->
                new RefusedImageException(
                    "it is not a JPEG, PNG, WebP, GIF or BMP file; convert it to one"));
  }

  /**
   * Halves a number as often as what remains is large enough.
   *
   * @param longerSide of the picture, in pixels
   * @param least the shortest that it may become
   * @param most the largest reduction
   * @return a power of two of at most this
   */
  static int reduction(int longerSide, int least, int most) {
    int reduction = 1;
    while (reduction < most && longerSide / (2 * reduction) >= least) {
      reduction *= 2;
    }
    return reduction;
  }
}
