// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The pictures in a folder or a zip, by their paths in it with slashes. Safe to share between
 * threads, but for closing.
 */
final class PictureFiles implements AutoCloseable {

  /** The endings that FER2013's files may have. */
  static final Set<String> CROPS = Set.of("jpg", "jpeg", "png");

  /** The endings of what {@code ImageDecoder} reads. */
  static final Set<String> ALL = Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif");

  private final String root;
  private final List<String> names;
  private final Opener opener;
  private final Stamps stamps;
  private final AutoCloseable container;

  private PictureFiles(
      String root, List<String> names, Opener opener, Stamps stamps, AutoCloseable container) {
    this.root = root;
    this.names = names;
    this.opener = opener;
    this.stamps = stamps;
    this.container = container;
  }

  private interface Opener {
    InputStream open(String name) throws IOException;
  }

  private interface Stamps {
    String of(String name) throws IOException;
  }

  /** Opens a folder, or else a zip. */
  static PictureFiles open(Path path, Set<String> endings) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
        List<String> names =
            walk.filter(Files::isRegularFile)
                .map(file -> path.relativize(file).toString().replace('\\', '/'))
                .filter(name -> endings.contains(ending(name)))
                .sorted()
                .toList();
        return new PictureFiles(
            path + "/",
            names,
            name -> Files.newInputStream(path.resolve(name)),
            name -> stamp(path.resolve(name)),
            () -> {});
      }
    }
    ZipFile zip = new ZipFile(path.toFile());
    List<String> names =
        zip.stream()
            .filter(entry -> !entry.isDirectory() && endings.contains(ending(entry.getName())))
            .map(ZipEntry::getName)
            .sorted()
            .toList();
    return new PictureFiles(
        path + "!",
        names,
        name -> zip.getInputStream(zip.getEntry(name)),
        name -> stamp(zip.getEntry(name)),
        zip);
  }

  private static String stamp(Path file) throws IOException {
    return Files.size(file) + " bytes of " + Files.getLastModifiedTime(file);
  }

  private static String stamp(ZipEntry entry) {
    return entry.getSize() + " bytes of CRC-32 " + Long.toHexString(entry.getCrc());
  }

  private static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** The pictures, sorted. */
  List<String> names() {
    return names;
  }

  /** Where a picture lies, for messages. */
  String place(String name) {
    return root + name;
  }

  /** What changes when a picture does, told without reading it. */
  String stamp(String name) throws IOException {
    return stamps.of(name);
  }

  byte[] read(String name) throws IOException {
    try (InputStream in = opener.open(name)) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      container.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // neither a zip nor a folder throws any other
      throw new IOException(e);
    }
  }
}
