// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.decode.EncodedImage.ByteView;
import io.github.emotion4j.djl.decode.EncodedImage.Format;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.CRC32;

/** Walks the chunks of a PNG file. */
final class PngInspector {
  static final String SIGNATURE = "\u0089PNG\r\n\u001A\n";

  private static final int SIGNATURE_LENGTH = 8;
  private static final int CHUNK_OVERHEAD = 12;

  private PngInspector() {}

  /**
   * Keeps the chunks that hold pixels. The others may be compressed, and the reader would inflate
   * them without a bound.
   */
  static EncodedImage inspect(ByteView view) throws RefusedImageException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream(view.length());
    pixels.write(view.bytes(), 0, SIGNATURE_LENGTH);
    Optional<byte[]> exif = Optional.empty();
    long at = SIGNATURE_LENGTH;
    boolean ended = false;
    while (!ended) {
      long length = view.u32(at);
      long end = at + CHUNK_OVERHEAD + length;
      if (end > view.length()) {
        throw RefusedImageException.truncated();
      }
      String name = name(view, at);
      int start = Math.toIntExact(at);
      switch (name) {
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> {
          requireChecksum(view, name, start, (int) length);
          pixels.write(view.bytes(), start, (int) (CHUNK_OVERHEAD + length));
        }
        case "eXIf" -> exif = EncodedImage.exif(view, start + 8, start + 8 + (int) length);
        default -> {}
      }
      ended = name.equals("IEND");
      at = end;
    }
    return new EncodedImage(Format.PNG, pixels.toByteArray(), 0, exif);
  }

  private static String name(ByteView view, long chunk) throws RefusedImageException {
    StringBuilder name = new StringBuilder(4);
    for (int i = 4; i < 8; i++) {
      name.append((char) view.u8(chunk + i));
    }
    return name.toString();
  }

  private static void requireChecksum(ByteView view, String name, int chunk, int length)
      throws RefusedImageException {
    CRC32 crc = new CRC32();
    crc.update(view.bytes(), chunk + 4, 4 + length);
    if (crc.getValue() != view.u32(chunk + 8L + length)) {
      throw RefusedImageException.broken("wrong checksum of its " + name + " chunk");
    }
  }
}
