// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.util.Optional;

/**
 * Finds the one entry of an EXIF block that matters here, by one pass over its first directory:
 * directories can overlap and point at each other, and a reader that follows them never ends.
 */
final class ExifOrientation {

  /** Cameras write about twenty. */
  private static final int MOST_ENTRIES = 1000;

  private static final int ENTRY_LENGTH = 12;
  private static final int ORIENTATION = 0x0112;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private final ByteView view;
  private final long begin;
  private final long end;
  private final boolean littleEndian;

  private ExifOrientation(ByteView view, long begin, long end) {
    this.view = view;
    this.begin = begin;
    this.end = end;
    this.littleEndian = view.startsWith(begin, "II");
  }

  /**
   * Reads the orientation.
   *
   * @param view a file
   * @param start where the EXIF block begins, with {@code Exif\0\0} or its TIFF header
   * @param end where it ends, exclusive
   * @return the orientation; empty where the block does not tell or is broken
   */
  static Optional<Orientation> read(ByteView view, long start, long end) {
    long begin = view.startsWith(start, "Exif\0\0") ? start + 6 : start;
    if (!view.startsWith(begin, "II*\0") && !view.startsWith(begin, "MM\0*")) {
      return Optional.empty();
    }
    try {
      return new ExifOrientation(view, begin, Math.min(end, view.length())).read();
    } catch (RefusedImageException e) { // the block ends too early: the picture need not be broken
      return Optional.empty();
    }
  }

  private Optional<Orientation> read() throws RefusedImageException {
    long directory = begin + u32(begin + 4);
    int entries = Math.min(MOST_ENTRIES, u16(directory));
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_LENGTH;
      if (u16(entry) == ORIENTATION) {
        return value(entry).flatMap(Orientation::of);
      }
    }
    return Optional.empty();
  }

  private Optional<Long> value(long entry) throws RefusedImageException {
    return switch (u16(entry + 2)) {
      case BYTE -> Optional.of((long) view.u8(requireWithin(entry + 8, 1)));
      case SHORT -> Optional.of((long) u16(entry + 8));
      case LONG -> Optional.of(u32(entry + 8));
      default -> Optional.empty();
    };
  }

  private int u16(long offset) throws RefusedImageException {
    requireWithin(offset, 2);
    return littleEndian ? view.u16le(offset) : view.u16(offset);
  }

  private long u32(long offset) throws RefusedImageException {
    requireWithin(offset, 4);
    return littleEndian ? view.u32le(offset) : view.u32(offset);
  }

  private long requireWithin(long offset, int length) throws RefusedImageException {
    if (offset < begin || offset + length > end) {
      throw RefusedImageException.truncated();
    }
    return offset;
  }
}
