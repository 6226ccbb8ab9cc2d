// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The content of a picture file, checked for what its reader does not check.
 *
 * @param format the format that the first bytes tell
 * @param bytes what to decode; for PNG only the chunks that hold pixels
 * @param declaredPixels the largest picture that the headers looked at here declare, or 0
 * @param exif the EXIF block, beginning with its TIFF header
 * @param plainJpeg the header of a JPEG picture of the common kind: one scan, sequential, without
 *     restart markers; empty for all others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; pictures are large
record EncodedImage(
    Format format,
    byte[] bytes,
    long declaredPixels,
    Optional<byte[]> exif,
    Optional<JpegFrame> plainJpeg) {

  EncodedImage(Format format, byte[] bytes, long declaredPixels, Optional<byte[]> exif) {
    this(format, bytes, declaredPixels, exif, Optional.empty());
  }

  /** As much as a JPEG segment can hold; bounds the nesting that an EXIF reader follows. */
  private static final int MAX_EXIF_BYTES = 0xFFFF;

  /** The formats that are decoded. */
  enum Format {
    JPEG,
    PNG,
    GIF,
    BMP,
    WEBP
  }

  /**
   * Looks at the structure of a picture file.
   *
   * @param bytes the content of the file
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
      return JpegInspector.inspect(view);
    }
    if (view.startsWith(0, PngInspector.SIGNATURE)) {
      return PngInspector.inspect(view);
    }
    if (view.startsWith(0, "RIFF") && view.startsWith(8, "WEBP")) {
      return WebPInspector.inspect(view);
    }
    if (view.startsWith(0, "GIF87a") || view.startsWith(0, "GIF89a")) {
      return new EncodedImage(Format.GIF, bytes, 0, Optional.empty());
    }
    if (view.startsWith(0, "BM")) {
      return BmpInspector.inspect(view);
    }
    throw new RefusedImageException(
        "it is not a JPEG, PNG, WebP, GIF or BMP file; convert it to one");
  }

  /**
   * Cuts an EXIF block out of a file.
   *
   * @param view the file
   * @param start where the block begins
   * @param end where it ends, exclusive
   * @return the block from its TIFF header on, or empty if it is too large to be honest
   */
  static Optional<byte[]> exif(ByteView view, int start, int end) {
    int from = view.startsWith(start, "Exif\0\0") ? start + 6 : start;
    return end - from > MAX_EXIF_BYTES || end <= from
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(view.bytes(), from, end));
  }

  /**
   * Numbers in a file. Reading past the end gives {@link RefusedImageException#truncated()}.
   *
   * @param bytes the file
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ByteView(byte[] bytes) {

    int length() {
      return bytes.length;
    }

    boolean startsWith(int offset, String latin1) {
      byte[] wanted = latin1.getBytes(StandardCharsets.ISO_8859_1);
      return offset >= 0
          && offset <= bytes.length - wanted.length
          && Arrays.equals(bytes, offset, offset + wanted.length, wanted, 0, wanted.length);
    }

    int u8(long offset) throws RefusedImageException {
      if (offset < 0 || offset >= bytes.length) {
        throw RefusedImageException.truncated();
      }
      return bytes[(int) offset] & 0xFF;
    }

    int u16(long offset) throws RefusedImageException {
      return u8(offset) << 8 | u8(offset + 1);
    }

    long u32(long offset) throws RefusedImageException {
      return (long) u16(offset) << 16 | u16(offset + 2);
    }

    int u16le(long offset) throws RefusedImageException {
      return u8(offset) | u8(offset + 1) << 8;
    }

    int u24le(long offset) throws RefusedImageException {
      return u16le(offset) | u8(offset + 2) << 16;
    }

    long u32le(long offset) throws RefusedImageException {
      return u16le(offset) | (long) u16le(offset + 2) << 16;
    }
  }
}
