// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A BMP file, whose lengths are checked, by which the reader allocates. The header of OS/2's second
 * version, which the reader does not know, begins as that of Windows: it is cut to what they share.
 */
final class BmpFile implements EncodedImage {
  private static final int FILE_HEADER = 14;
  private static final int CORE_HEADER = 12;
  private static final int OS2_SHORT_HEADER = 16;
  private static final int INFO_HEADER = 40;
  private static final int OS2_HEADER = 64;
  private static final int V5_HEADER = 124;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  /** Bytes of blue, green and red, beside those that the reader holds. */
  private static final int BYTES_PER_PIXEL = 7;

  private final byte[] bytes;
  private final int width;
  private final int height;

  private BmpFile(byte[] bytes, int width, int height) {
    this.bytes = bytes;
    this.width = width;
    this.height = height;
  }

  static BmpFile inspect(ByteView view) throws RefusedImageException {
    requireWithin(view, "pixels", view.u32le(10));
    long headerSize = view.u32le(FILE_HEADER);
    if (headerSize == CORE_HEADER) {
      return new BmpFile(view.bytes(), view.u16le(18), view.u16le(20));
    }
    if (headerSize < OS2_SHORT_HEADER) {
      throw RefusedImageException.broken("a header of " + headerSize + " bytes");
    }
    requireWithin(view, "header", FILE_HEADER + headerSize);
    boolean os2 =
        headerSize <= OS2_HEADER
            && headerSize != INFO_HEADER
            && headerSize != INFO_HEADER + 12
            && headerSize != INFO_HEADER + 16;
    ByteView windows = os2 ? new ByteView(withWindowsHeader(view, (int) headerSize)) : view;
    requireSound(windows, os2);
    // A negative height: the rows stand in the order in which they are seen.
    long rows = Math.abs((long) (int) windows.u32le(22));
    return new BmpFile(
        withoutSpareColours(windows),
        (int) windows.u32le(18),
        (int) Math.min(rows, Integer.MAX_VALUE));
  }

  /** Leaves out colours that no pixel can name: the reader takes all up to the pixels. */
  private static byte[] withoutSpareColours(ByteView view) throws RefusedImageException {
    byte[] from = view.bytes();
    int bits = view.u16le(28);
    long pixels = view.u32le(10);
    long end = FILE_HEADER + view.u32le(FILE_HEADER) + (4L << bits);
    if (bits == 0 || bits > Byte.SIZE || pixels <= end) {
      return from;
    }
    ByteBuffer to =
        ByteBuffer.allocate((int) (from.length - pixels + end)).order(ByteOrder.LITTLE_ENDIAN);
    to.put(from, 0, (int) end).put(from, (int) pixels, (int) (from.length - pixels));
    return to.putInt(10, (int) end).array();
  }

  private static byte[] withWindowsHeader(ByteView view, int headerSize) {
    byte[] from = view.bytes();
    int cut = headerSize - INFO_HEADER;
    ByteBuffer to = ByteBuffer.allocate(from.length - cut).order(ByteOrder.LITTLE_ENDIAN);
    to.put(from, 0, FILE_HEADER + Math.min(headerSize, INFO_HEADER));
    to.position(FILE_HEADER + INFO_HEADER);
    to.put(from, FILE_HEADER + headerSize, from.length - FILE_HEADER - headerSize);
    to.putInt(10, to.getInt(10) - cut).putInt(FILE_HEADER, INFO_HEADER);
    return to.array();
  }

  private static void requireSound(ByteView view, boolean os2) throws RefusedImageException {
    long compression = view.u32le(30);
    if (compression > BITFIELDS || (os2 && compression == BITFIELDS)) {
      throw RefusedImageException.unsupported(
          "a BMP file that holds another format (compression " + compression + ")");
    }
    long imageSize = view.u32le(34);
    boolean runLengths = compression != 0 && compression <= RLE4;
    if (runLengths) {
      requireWithin(view, "pixels", imageSize == 0 ? view.u32le(2) : imageSize);
    }
    requireWithin(view, "palette", 4 * view.u32le(46));
    if (view.u32le(FILE_HEADER) >= V5_HEADER) {
      requireWithin(view, "colour profile", view.u32le(130));
    }
  }

  private static void requireWithin(ByteView view, String what, long size)
      throws RefusedImageException {
    if (size > view.length()) {
      throw new RefusedImageException(
          "it is truncated (no room for its " + what + "); get the whole file");
    }
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
  public long memory(int reduction) {
    long step = ImageIoReader.step(reduction);
    return bytes.length + (long) width * height / (step * step) * BYTES_PER_PIXEL;
  }

  @Override
  public BufferedImage decode(int reduction) throws IOException {
    return ImageIoReader.BMP.read(this, bytes, reduction, ImageIoReader.step(reduction));
  }
}
