// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** Reads encoded pictures, none larger than a limit. */
final class ImageBytes {

  private ImageBytes() {}

  /**
   * Reads a file within a limit.
   *
   * @param path the file
   * @param maxBytes how large it may be
   * @return its content
   * @throws IOException if it can't be read or is too large
   */
  static byte[] readFile(Path path, int maxBytes) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    if (!file.isRegularFile()) {
      throw new RefusedImageException(
          file.isDirectory() ? "it is a folder; give its files" : "it is not a regular file");
    }
    if (file.size() > maxBytes) {
      throw tooMany(maxBytes);
    }
    try (InputStream stream = Files.newInputStream(path)) {
      // In one piece: reading without a size takes the file's memory twice.
      byte[] bytes = new byte[(int) file.size()];
      int read = stream.readNBytes(bytes, 0, bytes.length);
      byte[] more = stream.readNBytes(maxBytes - read + 1); // it grows, or tells no size
      if (read + more.length > maxBytes) {
        throw tooMany(maxBytes);
      }
      if (more.length == 0 && read == bytes.length) {
        return bytes;
      }
      byte[] all = Arrays.copyOf(bytes, read + more.length);
      System.arraycopy(more, 0, all, read, more.length);
      return all;
    }
  }

  /**
   * Reads a stream within a limit.
   *
   * @param stream read to its end and not closed
   * @param maxBytes how large its content may be
   * @return its content
   * @throws IOException if it can't be read or is too large
   */
  static byte[] readAll(InputStream stream, int maxBytes) throws IOException {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(maxBytes + 1);
    } catch (RuntimeException e) { // the stream's own, which says nothing of the picture
      throw new IOException(e.toString(), e);
    }
    if (bytes.length > maxBytes) {
      throw tooMany(maxBytes);
    }
    return bytes;
  }

  /**
   * Says that an encoded picture is too large.
   *
   * @param maxBytes how large it may be
   * @return what to throw
   */
  static RefusedImageException tooMany(long maxBytes) {
    return new RefusedImageException(
        "it has more than " + maxBytes + " bytes; raise ImageDecoder.Builder.maxBytes to allow it");
  }
}
