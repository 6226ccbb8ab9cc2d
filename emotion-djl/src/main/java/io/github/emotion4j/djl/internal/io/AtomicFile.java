// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private static final int MOST_LINKS = 40;

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
   * Writes or replaces a file, or the one that a link leads to. Its folder is made where it is
   * missing. If anything fails, the target is as it was and the temporary file is gone. On file
   * systems that can't move atomically the last step is a plain replacing move.
   *
   * @param target the file; not a folder
   * @param content writes the content; called once
   * @throws IOException if the target is a folder, its folder can't be made, it can't be written,
   *     or as the content throws it
   */
  public static void write(Path target, Content content) throws IOException {
    Path file = linkedBy(target.toAbsolutePath());
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("Can't write a file at the root " + target);
    }
    if (Files.isDirectory(file)) {
      throw new FileSystemException(target.toString(), null, "it is a folder");
    }
    createFolder(folder);
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
    } catch (AccessDeniedException e) { // who reads it knows the target
      throw temporary.toString().equals(e.getFile())
          ? new AccessDeniedException(target.toString())
          : e;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Makes a folder where there is none. A link to a folder is one, which {@link
   * Files#createDirectories} of Java 17 denies.
   *
   * @param folder the folder
   * @throws IOException if it can't be made
   */
  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** Returns the file itself: replacing a link to it would leave the file as it was. */
  private static Path linkedBy(Path target) throws IOException {
    Path file = target;
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static void deleteAbandoned(Path folder) throws IOException {
    FileTime before = FileTime.from(Instant.now().minus(ABANDONED));
    // The dot, the target's name, a UUID.
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, ".*.????????-*-*-*-*.tmp")) {
      for (Path file : files) {
        if (isOlder(file, before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path file, FileTime time) throws IOException {
    try {
      return Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(time) < 0;
    } catch (NoSuchFileException e) {
      return false; // another writing has removed it, or has moved it into place
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
