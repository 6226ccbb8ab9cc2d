// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;

/** A PNG file, of which only the chunks that hold pixels are kept, those of the data as one. */
final class PngFile implements EncodedImage {
  static final String SIGNATURE = "\u0089PNG\r\n\u001A\n";

  /** Bytes of blue, green and red beside the samples as stored. */
  private static final int BYTES_PER_PIXEL = 4;

  private final PngChunks chunks;
  private final int width;
  private final int height;
  private final int bytesPerPixel;
  private final Orientation orientation;

  /**
   * A file.
   *
   * @param chunks those that hold its pixels
   * @param header the content of its header chunk
   * @param orientation how to turn it
   */
  PngFile(PngChunks chunks, ByteView header, Orientation orientation) throws RefusedImageException {
    this.chunks = chunks;
    this.width = side(header.u32(0));
    this.height = side(header.u32(4));
    this.bytesPerPixel = samples(header.u8(9)) * (header.u8(8) > 8 ? 2 : 1);
    this.orientation = orientation;
    if (!isAllowed(header.u8(9), header.u8(8))) {
      throw RefusedImageException.broken(
          "colour type " + header.u8(9) + " with " + header.u8(8) + " bits");
    }
  }

  static PngFile inspect(ByteView view) throws RefusedImageException {
    return PngChunks.read(view);
  }

  private static int side(long declared) throws RefusedImageException {
    if (declared == 0 || declared > Integer.MAX_VALUE) {
      throw RefusedImageException.broken("a side of " + declared + " pixels");
    }
    return (int) declared;
  }

  private static int samples(int colourType) {
    return switch (colourType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  private static boolean isAllowed(int colourType, int bits) {
    int[] allowed =
        switch (colourType) {
          case 0 -> new int[] {1, 2, 4, 8, 16};
          case 3 -> new int[] {1, 2, 4, 8};
          case 2, 4, 6 -> new int[] {8, 16};
          default -> new int[0];
        };
    return Arrays.stream(allowed).anyMatch(value -> value == bits);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public Orientation orientation() {
    return orientation;
  }

  /** The file without what has nothing to do with pixels. */
  byte[] bytes() throws RefusedImageException {
    return chunks.kept();
  }

  @Override
  public long memory(int reduction) {
    long step = ImageIoReader.step(reduction);
    return chunks.keptLength()
        + (long) width * height / (step * step) * (bytesPerPixel + BYTES_PER_PIXEL);
  }

  @Override
  public BufferedImage decode(int reduction) throws IOException {
    return ImageIoReader.PNG.read(this, bytes(), reduction, ImageIoReader.step(reduction));
  }
}
