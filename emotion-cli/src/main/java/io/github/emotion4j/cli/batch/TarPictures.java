// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The pictures in a tar archive, read in its order; compressed by gzip where its name says so.
 * Names may be long in the way of POSIX (pax) or of GNU.
 */
final class TarPictures implements PictureListing.Source {

  private static final int BLOCK = 512;
  private static final int MOST_NAME_BYTES = 1 << 20;
  private static final String NO_ENTRY = "there is no entry of a tar archive where one should be";

  private final PictureListing listing;
  private final Path file;
  private final InputStream stream;

  /** What an entry says about the one after it. */
  private Optional<String> longName = Optional.empty();

  private Optional<Long> longSize = Optional.empty();

  /** Whether a picture could not be read to its end, and nothing after it can. */
  private boolean torn;

  TarPictures(PictureListing listing, Path file) throws IOException {
    this.listing = listing;
    this.file = file;
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      this.stream =
          file.toString().toLowerCase(Locale.ROOT).endsWith(".tar")
              ? bytes
              : new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16));
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  public boolean step() throws IOException {
    byte[] header = stream.readNBytes(BLOCK);
    if (header.length == 0 || isEmpty(header)) {
      return false;
    }
    if (header.length < BLOCK) {
      throw new EOFException("the archive ends within an entry");
    }
    requireChecksum(header);
    char type = (char) header[156];
    long size = type == 'x' || type == 'L' ? size(header) : longSize.orElse(size(header));
    Body body = new Body(size);
    switch (type) {
      case 'L' -> longName = Optional.of(text(body.bytes(), 0, (int) size));
      case 'x' -> readAttributes(body.bytes());
      case '0', '\0', '7' -> {
        String entry = longName.orElse(name(header));
        if (ZipPictures.isPicture(entry)) {
          String name = file + "!/" + entry;
          read(name, body);
        }
      }
      default -> {} // a folder, a link, a device
    }
    if (type != 'L' && type != 'x') {
      longName = Optional.empty();
      longSize = Optional.empty();
    }
    if (torn) {
      return false;
    }
    stream.skipNBytes(body.left + (BLOCK - size % BLOCK) % BLOCK);
    return true;
  }

  private void read(String name, Body body) {
    listing.found(
        name,
        () -> {
          try {
            return ZipPictures.content(name, body, listing.options().maxBytes());
          } catch (IOException e) {
            torn = true;
            return Picture.failed(name, "reading it failed: " + e);
          }
        });
  }

  private static boolean isEmpty(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void requireChecksum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException(NO_ENTRY);
    }
  }

  private static long size(byte[] header) throws IOException {
    long size = number(header, 124, 12);
    if (size < 0) {
      throw new IOException("an entry of a negative size");
    }
    return size;
  }

  /** Octal digits, or where the first bit is set, a binary number. */
  private static long number(byte[] header, int from, int length) throws IOException {
    if (header[from] < 0) {
      byte[] digits = Arrays.copyOfRange(header, from, from + length);
      digits[0] &= 0x7F;
      return new BigInteger(digits).longValue();
    }
    String digits = text(header, from, length).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException(NO_ENTRY, e);
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    String prefix = text(header, 345, 155);
    boolean posix = header[257] == 'u' && header[262] == 0;
    return posix && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static String text(byte[] bytes, int from, int length) {
    int end = from;
    while (end < from + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, UTF_8);
  }

  /** Reads lines of {@code LENGTH KEY=VALUE}, where the length counts the whole line's bytes. */
  private void readAttributes(byte[] attributes) throws IOException {
    int from = 0;
    while (from < attributes.length && attributes[from] != 0) {
      int space = from;
      while (space < attributes.length && attributes[space] != ' ') {
        space++;
      }
      int length;
      try {
        length = Integer.parseInt(new String(attributes, from, space - from, UTF_8));
      } catch (NumberFormatException e) {
        throw new IOException("a broken attribute of an entry", e);
      }
      if (length <= space - from + 1 || length > attributes.length - from) {
        throw new IOException("a broken attribute of an entry");
      }
      String line = new String(attributes, space + 1, from + length - space - 2, UTF_8);
      if (line.startsWith("path=")) {
        longName = Optional.of(line.substring("path=".length()));
      } else if (line.startsWith("size=")) {
        longSize = Optional.of(Long.valueOf(line.substring("size=".length())));
      }
      from += length;
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** The content of one entry. */
  private final class Body extends InputStream {

    private final long size;
    private long left;

    Body(long size) {
      this.size = size;
      this.left = size;
    }

    byte[] bytes() throws IOException {
      if (size > MOST_NAME_BYTES) {
        throw new IOException("the name of an entry has " + size + " bytes");
      }
      byte[] bytes = readNBytes((int) size);
      if (bytes.length < size) {
        throw new EOFException("the archive ends within an entry");
      }
      return bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = stream.read(bytes, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the archive ends within an entry");
      }
      left -= read;
      return read;
    }
  }
}
