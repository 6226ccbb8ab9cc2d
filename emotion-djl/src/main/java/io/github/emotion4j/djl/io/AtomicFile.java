// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes files whole or not at all: the content goes to a temporary file in the same folder, is
 * forced to the disk, and then takes the place of the target in one step. Whoever reads the target
 * sees the old content or the new one.
 *
 * <p>A process that is killed while it writes leaves its temporary file. The next writing into the
 * folder removes such files once they are an hour old, which no writing takes.
 */
public final class AtomicFile {

  private static final Duration ABANDONED = Duration.ofHours(1);

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of the content.
     *
     * @param stream where to; buffered; closing it is allowed and not needed
     * @throws IOException if it can't be written
     */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Writes or replaces a file. Its folder is made where it is missing. If anything fails, the
   * target is as it was and the temporary file is gone. On file systems that can't move atomically
   * the last step is a plain replacing move.
   *
   * @param target the file; not a folder
   * @param content writes the content; called once
   * @throws IOException if the folder can't be made or the file can't be written, or as the content
   *     throws it
   */
  public static void write(Path target, Content content) throws IOException {
    Path file = target.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("Can't write a file at the root " + target);
    }
    Files.createDirectories(folder);
    deleteAbandoned(folder);
    // Not Files.createTempFile: it hides the file from everybody but its owner, for good.
    Path temporary = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream stream =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(stream);
      }
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      move(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void deleteAbandoned(Path folder) throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(ABANDONED));
    // The dot, the target's name, a UUID.
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, ".*.????????-*-*-*-*.tmp")) {
      for (Path file : files) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(before) < 0) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException notSupported) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
