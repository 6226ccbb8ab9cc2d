// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faces that were cut out of pictures before, so that it need not be done again: a zip of PNG files
 * of 48x48 pixels, {@code happy/anna.jpg.png} for {@code happy/anna.jpg}, which anyone can look at.
 * Its comment says what made them, the comment of each entry of what state of the picture. An empty
 * entry says that the picture has no face.
 *
 * <p>The file is replaced in one step, every {@value #SECONDS} seconds and at the end. One that is
 * damaged, or was made otherwise, is not used. Safe to share between threads.
 */
final class CutFaces {

  private static final Logger logger = LoggerFactory.getLogger(CutFaces.class);
  private static final int SECONDS = 20;
  private static final String ENDING = ".png";

  private final Path file;
  private final String key;
  private final Map<String, Kept> faces = new HashMap<>();
  private long written = System.nanoTime();
  private boolean changed;
  private boolean failed;

  /**
   * What is known of a picture.
   *
   * @param stamp the state of the picture
   * @param png the face; empty bytes if it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(String stamp, byte[] png) {}

  /**
   * Opens what there is.
   *
   * @param file need not exist
   * @param key what the faces depend on, besides the picture
   */
  CutFaces(Path file, String key) {
    this.file = file;
    this.key = key;
    if (Files.exists(file)) {
      try {
        read();
      } catch (IOException | IllegalArgumentException e) { // the latter for names that are no text
        faces.clear();
        logger.warn("{} is damaged, the faces are cut out anew: {}", file, e.toString());
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isWritable(folder)) {
      fail("the folder can't be written");
    }
  }

  private void read() throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (!key.equals(zip.getComment())) {
        logger.info("{} was made otherwise, the faces are cut out anew", file);
        return;
      }
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] png;
        try (InputStream in = zip.getInputStream(entry)) {
          png = in.readAllBytes();
        }
        CRC32 checksum = new CRC32(); // which ZipFile does not check
        checksum.update(png);
        if (checksum.getValue() != entry.getCrc() || !entry.getName().endsWith(ENDING)) {
          throw new IOException("its entry " + entry.getName() + " is altered");
        }
        String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
        faces.put(name, new Kept(Objects.requireNonNullElse(entry.getComment(), ""), png));
      }
    }
  }

  /** What was cut out of a picture as it is now: a PNG, empty if it has no face. */
  synchronized Optional<byte[]> find(String name, String stamp) {
    return Optional.ofNullable(faces.get(name))
        .filter(kept -> kept.stamp().equals(stamp))
        .map(Kept::png);
  }

  /** Keeps a face, a PNG, empty if the picture has none. */
  synchronized void put(String name, String stamp, byte[] png) {
    faces.put(name, new Kept(stamp, png));
    changed = true;
    if (System.nanoTime() - written > Duration.ofSeconds(SECONDS).toNanos()) {
      write();
    }
  }

  /**
   * Writes the faces.
   *
   * @param names the pictures that there are; what is kept of others is forgotten
   */
  synchronized void write(Set<String> names) {
    changed |= faces.keySet().retainAll(names);
    write();
  }

  private void write() {
    if (!changed || failed) {
      return;
    }
    try {
      AtomicFile.write(
          file,
          out -> {
            ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
            zip.setComment(key);
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, Kept> face : faces.entrySet()) {
              ZipEntry entry = new ZipEntry(face.getKey() + ENDING);
              entry.setComment(face.getValue().stamp());
              zip.putNextEntry(entry);
              zip.write(face.getValue().png());
              zip.closeEntry();
            }
            zip.finish();
          });
      changed = false;
      written = System.nanoTime();
    } catch (IOException | IllegalArgumentException e) { // the latter for names that are too long
      fail(e.toString());
    }
  }

  /** A training can do without: it is told, once, and not ended. */
  private void fail(String reason) {
    failed = true;
    logger.warn(
        "The faces that are cut out can't be kept in {}: {}; keep them in another folder to begin"
            + " at once the next time",
        file,
        reason);
  }
}
