// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.decode.EncodedImage.ByteView;
import io.github.emotion4j.djl.decode.EncodedImage.Format;
import java.util.Optional;

/** Checks the lengths in a BMP header, by which the reader allocates. */
final class BmpInspector {
  private static final int INFO_HEADER = 40;
  private static final int V5_HEADER = 124;
  private static final int RLE4 = 2;
  private static final int BITFIELDS = 3;

  private BmpInspector() {}

  static EncodedImage inspect(ByteView view) throws RefusedImageException {
    requireWithin(view, "pixels", view.u32le(10));
    long headerSize = view.u32le(14);
    if (headerSize >= INFO_HEADER) {
      long compression = view.u32le(30);
      if (compression > BITFIELDS) {
        throw new RefusedImageException(
            "it holds a picture of another format (compression "
                + compression
                + "), which is not supported; convert it to PNG");
      }
      long imageSize = view.u32le(34);
      boolean runLengths = compression != 0 && compression <= RLE4;
      if (runLengths) {
        requireWithin(view, "pixels", imageSize == 0 ? view.u32le(2) : imageSize);
      }
      requireWithin(view, "palette", 4 * view.u32le(46));
    }
    if (headerSize >= V5_HEADER) {
      requireWithin(view, "colour profile", view.u32le(130));
    }
    return new EncodedImage(Format.BMP, view.bytes(), 0, Optional.empty());
  }

  private static void requireWithin(ByteView view, String what, long size)
      throws RefusedImageException {
    if (size > view.length()) {
      throw new RefusedImageException(
          "it is truncated (no room for its " + what + "); get the whole file");
    }
  }
}
