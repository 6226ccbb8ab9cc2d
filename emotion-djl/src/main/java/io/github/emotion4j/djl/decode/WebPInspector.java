// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.decode.EncodedImage.ByteView;
import io.github.emotion4j.djl.decode.EncodedImage.Format;
import java.util.Optional;

/** Walks the chunks of a WebP file, whose frames declare sizes of their own. */
final class WebPInspector {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  private final ByteView view;
  private long largest;
  private Optional<byte[]> exif = Optional.empty();

  private WebPInspector(ByteView view) {
    this.view = view;
  }

  static EncodedImage inspect(ByteView view) throws RefusedImageException {
    WebPInspector inspector = new WebPInspector(view);
    long end = CHUNK_HEADER + view.u32le(4);
    if (end > view.length()) {
      throw RefusedImageException.truncated();
    }
    inspector.walk(RIFF_HEADER, end, true);
    return new EncodedImage(Format.WEBP, view.bytes(), inspector.largest, inspector.exif);
  }

  private void walk(long start, long end, boolean outermost) throws RefusedImageException {
    long at = start;
    while (at + CHUNK_HEADER <= end) {
      int content = (int) at + CHUNK_HEADER;
      long length = view.u32le(at + 4);
      if (content + length > end) {
        throw RefusedImageException.truncated();
      }
      if (view.startsWith((int) at, "VP8X")) {
        declare(1 + view.u24le(content + 4L), 1 + view.u24le(content + 7L));
      } else if (view.startsWith((int) at, "VP8 ")) {
        declare(view.u16le(content + 6L) & 0x3FFF, view.u16le(content + 8L) & 0x3FFF);
      } else if (view.startsWith((int) at, "VP8L")) {
        long sizes = view.u32le(content + 1L);
        declare(1 + (int) (sizes & 0x3FFF), 1 + (int) (sizes >> 14 & 0x3FFF));
      } else if (view.startsWith((int) at, "EXIF") && outermost) {
        exif = EncodedImage.exif(view, content, content + (int) length);
      } else if (view.startsWith((int) at, "ANMF") && outermost) {
        declare(1 + view.u24le(content + 6L), 1 + view.u24le(content + 9L));
        walk(content + (long) FRAME_HEADER, content + length, false);
      }
      at = content + length + (length & 1);
    }
  }

  private void declare(int width, int height) {
    largest = Math.max(largest, (long) width * height);
  }
}
