// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

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

  boolean startsWith(long offset, String latin1) {
    if (offset < 0 || offset > bytes.length - latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((bytes[(int) offset + i] & 0xFF) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
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

  /** The name of a chunk, four characters as a number, to be compared with {@link #name}. */
  int nameAt(long offset) throws RefusedImageException {
    return (int) u32(offset);
  }

  /** A name of four characters as a number. */
  static int name(String latin1) {
    int name = 0;
    for (int i = 0; i < 4; i++) {
      name = name << 8 | latin1.charAt(i);
    }
    return name;
  }
}
