// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of JSON lines that grows, and that a killed process leaves with whole lines but for the
 * last, which is cut off when it is opened again. One process at a time. For one thread.
 */
final class Journal implements Closeable {

  private static final int MOST_BUFFERED = 1 << 20;

  /** Keeps all digits as they are. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final FileChannel channel;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  private Journal(FileChannel channel) {
    this.channel = channel;
  }

  /** Receives rows one after the other. */
  @FunctionalInterface
  interface RowAction {
    void accept(ObjectNode row) throws IOException;
  }

  /**
   * Opens a journal, or makes it.
   *
   * @param file where it is
   * @param action receives each row that is in it
   * @return the journal; rows are added at its end
   * @throws IOException if it can't be read, another process writes it, or a line is no row
   */
  static Journal open(Path file, RowAction action) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, file);
      cutTornLine(channel);
      read(file, action);
      channel.position(channel.size());
      return new Journal(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(file + " is being written by another batch; wait for its end");
    }
  }

  /** Cuts off what follows the last end of a line. */
  private static void cutTornLine(FileChannel channel) throws IOException {
    long end = channel.size();
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    while (end > 0) {
      int length = (int) Math.min(block.capacity(), end);
      block.clear().limit(length);
      while (block.hasRemaining()) {
        if (channel.read(block, end - length + block.position()) < 0) {
          throw new EOFException("it became shorter while it was read");
        }
      }
      int last = length;
      while (last > 0 && block.get(last - 1) != '\n') {
        last--;
      }
      end += last - length;
      if (last > 0) {
        break;
      }
    }
    channel.truncate(end);
  }

  /**
   * Reads a file of JSON lines.
   *
   * @param file whole lines
   * @param action receives each
   * @throws IOException if a line is no JSON object, which is named by its number
   */
  static void read(Path file, RowAction action) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      long number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!(parse(line) instanceof ObjectNode row) || !row.path("image").isTextual()) {
          throw new IOException("line " + number + " of " + file + " is no result of a batch");
        }
        action.accept(row);
        number++;
      }
    }
  }

  private static Object parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return e;
    }
  }

  /** Returns what reads and makes rows. */
  static JsonMapper mapper() {
    return MAPPER;
  }

  /** Writes a row as a line. */
  static byte[] line(ObjectNode row) throws IOException {
    return (MAPPER.writeValueAsString(row) + "\n").getBytes(UTF_8);
  }

  /**
   * Adds a row, which is in the file for good after {@link #force}.
   *
   * @param row the row
   * @throws IOException if it can't be written
   */
  void add(ObjectNode row) throws IOException {
    buffer.write(line(row));
    if (buffer.size() > MOST_BUFFERED) {
      write();
    }
  }

  private void write() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    buffer.reset();
  }

  /**
   * Puts all rows that were added onto the disk.
   *
   * @throws IOException if that fails
   */
  void force() throws IOException {
    write();
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    try {
      force();
    } finally {
      channel.close();
    }
  }
}
