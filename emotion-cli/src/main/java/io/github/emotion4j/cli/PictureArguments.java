// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the pictures that arguments name: files, folders with all below them, patterns that the
 * shell did not expand, web addresses, and {@code -} for the standard input.
 */
final class PictureArguments {

  private static final String STANDARD_INPUT = "-";
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "gif");
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]+://|data:|file:).*", Pattern.DOTALL);
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private final InputStream standardInput;
  private final List<Picture> pictures = new ArrayList<>();

  private PictureArguments(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /**
   * A picture that is named.
   *
   * @param source where it comes from
   * @param failure why there is none
   */
  record Picture(ImageSource source, Optional<EmotionException> failure) {}

  /**
   * Finds pictures.
   *
   * @param arguments what names them
   * @param standardInput read for {@code -}
   * @return the pictures in the order of the arguments, those of a folder or pattern by name; a
   *     folder or pattern without pictures is one failure
   * @throws IllegalArgumentException if the standard input is named twice
   */
  static List<Picture> find(List<String> arguments, InputStream standardInput) {
    if (arguments.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new IllegalArgumentException("- stands for the standard input, which is read once");
    }
    PictureArguments found = new PictureArguments(standardInput);
    arguments.forEach(found::add);
    return List.copyOf(found.pictures);
  }

  private void add(String argument) {
    if (argument.equals(STANDARD_INPUT)) {
      add(ImageSource.of(standardInput));
    } else if (ADDRESS.matcher(argument).matches()) {
      addAddress(argument);
    } else {
      Path path = Path.of(argument);
      if (Files.isDirectory(path)) {
        addFolder(path);
      } else if (!Files.exists(path) && WILDCARD.matcher(argument).find()) {
        addPattern(argument);
      } else {
        add(ImageSource.of(path));
      }
    }
  }

  private void add(ImageSource source) {
    pictures.add(new Picture(source, Optional.empty()));
  }

  private void fail(Path path, String reason) {
    pictures.add(
        new Picture(
            ImageSource.of(path),
            Optional.of(
                new InvalidImageException("Can't read the picture " + path + ": " + reason))));
  }

  private void addAddress(String argument) {
    try {
      add(ImageSource.of(URI.create(argument)));
    } catch (IllegalArgumentException e) {
      fail(Path.of(argument), "it is no address: " + e.getMessage());
    }
  }

  private void addFolder(Path folder) {
    if (!addFiles(folder, Integer.MAX_VALUE, PictureArguments::hasPictureName)) {
      fail(
          folder,
          "there are no files of these names in the folder: "
              + String.join(", ", EXTENSIONS.stream().sorted().map(e -> "*." + e).toList()));
    }
  }

  private static boolean hasPictureName(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private void addPattern(String pattern) {
    Path base = Path.of("");
    int depth = 0;
    for (String part : pattern.split("/", -1)) {
      if (depth > 0 || WILDCARD.matcher(part).find()) {
        depth++;
      } else {
        base = part.isEmpty() ? Path.of("/") : base.resolve(part);
      }
    }
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      fail(Path.of(pattern), "there is no such file, and it is no pattern: " + e.getMessage());
      return;
    }
    boolean deep = pattern.contains("**");
    if (!Files.isDirectory(base)
        || !addFiles(base, deep ? Integer.MAX_VALUE : depth, matcher::matches)) {
      fail(Path.of(pattern), "no file matches the pattern");
    }
  }

  /** Adds files by name, and tells whether there were any; links are followed, once. */
  private boolean addFiles(Path base, int depth, Predicate<Path> wanted) {
    int before = pictures.size();
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          base,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          depth,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.equals(base) || !isHidden(folder)
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && !isHidden(file) && wanted.test(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) {
              fail(file, "the folder can't be read (" + reason + ")");
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      fail(base, "the folder can't be read (" + e + ")");
    }
    files.stream().sorted(Comparator.naturalOrder()).map(ImageSource::of).forEach(this::add);
    return pictures.size() > before;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }
}
