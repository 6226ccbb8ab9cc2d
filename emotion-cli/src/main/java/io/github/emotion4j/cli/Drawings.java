// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the drawings of analyzed pictures go: PNG files, each with a name of its own, none of them
 * over a picture.
 */
final class Drawings {

  private static final String PNG = ".png";
  private static final Set<String> OTHER_PICTURES =
      Set.of(".jpg", ".jpeg", ".webp", ".bmp", ".gif");
  private static final int LONGEST_NAME = 100;

  private final List<Path> targets;
  private final boolean intoFolder;

  private Drawings(List<Path> targets, boolean intoFolder) {
    this.targets = targets;
    this.intoFolder = intoFolder;
  }

  /**
   * Plans the files before anything is analyzed.
   *
   * @param option what the user calls it
   * @param out a PNG file for one picture, or a folder, which may be missing
   * @param pictures what is drawn on
   * @param overwrite whether drawings may replace files; never pictures that are analyzed
   * @return the plan
   * @throws IllegalArgumentException if a drawing would replace a file, or can't be of that name
   * @throws IOException if the files can't be looked at
   */
  static Drawings plan(
      String option, Path out, List<ImageSource> pictures, OverwriteOption overwrite)
      throws IOException {
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException(
          option + " takes " + out + " for the drawing, so no picture is left to analyze");
    }
    String name = out.toString().toLowerCase(Locale.ROOT);
    boolean folder = Files.isDirectory(out);
    if (!folder && OTHER_PICTURES.stream().anyMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          option + " writes PNG, so it takes a file named *.png or a folder, not " + out);
    }
    boolean file = !folder && name.endsWith(PNG);
    if (file && pictures.size() > 1) {
      throw new IllegalArgumentException(
          option + " needs a folder for " + pictures.size() + " pictures, not " + out);
    }
    if (!file && !folder && Files.exists(out)) {
      throw new IllegalArgumentException(option + " " + out + " is neither a folder nor *.png");
    }
    List<Path> targets = file ? List.of(out) : namesIn(out, pictures);
    requireFree(option, targets, pictures, overwrite);
    return new Drawings(targets, !file);
  }

  private static List<Path> namesIn(Path folder, List<ImageSource> pictures) {
    Set<String> taken = new HashSet<>();
    List<Path> targets = new ArrayList<>();
    for (ImageSource picture : pictures) {
      String name = name(picture);
      String unique = name + PNG;
      for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
        unique = name + "-" + i + PNG;
      }
      targets.add(folder.resolve(unique));
    }
    return targets;
  }

  private static String name(ImageSource picture) {
    if (picture instanceof ImageSource.OfPath file && file.path().getFileName() != null) {
      return file.path().getFileName().toString();
    }
    String path =
        picture instanceof ImageSource.OfUri address && address.uri().getPath() != null
            ? address.uri().getPath()
            : "";
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^\\w.+-]", "_");
    return name.isEmpty() || name.length() > LONGEST_NAME ? "picture" : name;
  }

  private static void requireFree(
      String option, List<Path> targets, List<ImageSource> pictures, OverwriteOption overwrite)
      throws IOException {
    Set<Object> files = new HashSet<>();
    for (ImageSource picture : pictures) {
      if (picture instanceof ImageSource.OfPath file && Files.exists(file.path())) {
        files.add(identity(file.path()));
      }
    }
    for (Path target : targets) {
      if (!Files.exists(target)) {
        continue;
      }
      if (files.contains(identity(target))) {
        throw new IllegalArgumentException(
            "the drawing would replace the picture " + target + "; name another " + option);
      }
      overwrite.check(option, target);
    }
  }

  /** The same for all names of a file, links included. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }

  /**
   * Writes a drawing, whole or not at all.
   *
   * @param index which of the pictures
   * @param drawing what was drawn on it
   * @throws IOException if the file can't be written
   */
  void write(int index, BufferedImage drawing) throws IOException {
    Path target = targets.get(index);
    Path folder = target.toAbsolutePath().getParent();
    if (!intoFolder && (folder == null || !Files.isDirectory(folder))) {
      throw new IOException("there is no folder " + target.getParent());
    }
    AtomicFile.write(target, stream -> Png.write(drawing, stream));
  }

  /**
   * Returns where a drawing goes.
   *
   * @param index which of the pictures
   * @return the file
   */
  Path target(int index) {
    return targets.get(index);
  }
}
