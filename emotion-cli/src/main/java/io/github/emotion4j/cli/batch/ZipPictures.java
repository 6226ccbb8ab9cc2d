// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import io.github.emotion4j.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The pictures in a zip archive, read where they lie. */
final class ZipPictures implements PictureListing.Source {

  private final PictureListing listing;
  private final Path file;
  private final ZipFile zip;
  private final Enumeration<? extends ZipEntry> entries;

  ZipPictures(PictureListing listing, Path file) throws IOException {
    this.listing = listing;
    this.file = file;
    this.zip = new ZipFile(file.toFile());
    this.entries = zip.entries();
  }

  @Override
  public boolean step() {
    if (!entries.hasMoreElements()) {
      return false;
    }
    ZipEntry entry = entries.nextElement();
    if (!entry.isDirectory() && isPicture(entry.getName())) {
      String name = file + "!/" + entry.getName();
      listing.found(name, () -> read(name, entry));
    }
    return true;
  }

  /** Whether an entry of an archive is a picture, and not one that a system hides there. */
  static boolean isPicture(String entry) {
    String name = entry.substring(entry.lastIndexOf('/') + 1);
    return PictureListing.isPictureName(name)
        && !name.startsWith(".")
        && !entry.startsWith("__MACOSX/");
  }

  private Picture read(String name, ZipEntry entry) {
    try (InputStream stream = zip.getInputStream(entry)) {
      return content(name, stream, listing.options().maxBytes());
    } catch (IOException e) {
      return Picture.failed(name, "reading it failed: " + e);
    }
  }

  /** Reads the picture of an entry, however large it says that it is. */
  static Picture content(String name, InputStream stream, int maxBytes) throws IOException {
    byte[] bytes = stream.readNBytes(maxBytes);
    return stream.read() >= 0
        ? Picture.failed(name, "it has more than " + maxBytes + " bytes; --max-bytes allows more")
        : Picture.of(ImageSource.of(bytes, name));
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
