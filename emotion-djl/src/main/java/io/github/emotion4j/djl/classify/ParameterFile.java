// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Looks into files of parameters, as DJL writes them, before DJL does: it reserves the memory that
 * an array claims, up to 2 GiB, before it reads what there is.
 */
final class ParameterFile {

  /** How an array begins: a length of four, then its letters. */
  private static final byte[] ARRAY = {0, 4, 'N', 'D', 'A', 'R'};

  private ParameterFile() {}

  /**
   * Tells whether an array claims more bytes than are left.
   *
   * @param file the file's content; one of another kind has no such array
   * @return whether it does
   */
  static boolean claimsMoreThanItHas(byte[] file) {
    for (int i = 0; i + ARRAY.length <= file.length; i++) {
      if (isArray(file, i) && claimsMore(file, i + ARRAY.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isArray(byte[] file, int at) {
    for (int i = 0; i < ARRAY.length; i++) {
      if (file[at + i] != ARRAY[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean claimsMore(byte[] file, int at) {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(file, at, file.length - at))) {
      in.readInt(); // the version
      if (in.readByte() == 1) {
        in.readUTF(); // a name
      }
      in.readUTF(); // how sparse it is
      in.readUTF(); // the type of its numbers
      skip(in, Long.BYTES * (long) in.readInt()); // its shape
      skip(in, Character.BYTES * (long) in.readInt()); // the meaning of its axes
      in.readByte(); // the order of bytes
      int length = in.readInt();
      return length < 0 || length > in.available();
    } catch (EOFException e) {
      return true;
    } catch (IOException e) {
      return false; // no array: by chance, numbers look like the beginning of one
    }
  }

  private static void skip(DataInputStream in, long bytes) throws IOException {
    if (bytes < 0 || in.skip(bytes) < bytes) {
      throw new EOFException();
    }
  }
}
