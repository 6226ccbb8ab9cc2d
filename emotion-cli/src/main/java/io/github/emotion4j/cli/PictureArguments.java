// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.batch.Picture;
import io.github.emotion4j.cli.batch.PictureListing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the few pictures that arguments name, and {@code -} for one on the standard input. */
final class PictureArguments {

  private static final String STANDARD_INPUT = "-";

  /** Failures, which are none of paths, first. */
  private static final Comparator<Picture> BY_PATH =
      Comparator.comparing(
          picture ->
              picture.source() instanceof ImageSource.OfPath file ? file.path() : Path.of(""));

  private PictureArguments() {}

  /**
   * Finds pictures.
   *
   * @param arguments what names them, as {@link PictureListing} describes it
   * @param standardInput read for {@code -}
   * @return the pictures in the order of the arguments, those of a folder or pattern by name; a
   *     folder or pattern without pictures is one failure
   * @throws IllegalArgumentException if the standard input is named twice
   * @throws IOException if a folder can't be closed
   */
  static List<Picture> find(List<String> arguments, InputStream standardInput) throws IOException {
    if (arguments.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new IllegalArgumentException("- stands for the standard input, which is read once");
    }
    List<Picture> pictures = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals(STANDARD_INPUT)) {
        pictures.add(new Picture(ImageSource.of(standardInput), Optional.empty()));
        continue;
      }
      List<Picture> found = new ArrayList<>();
      try (PictureListing listing =
          new PictureListing(List.of(argument), PictureListing.Options.PICTURES, name -> true)) {
        listing.forEachRemaining(found::add);
      }
      found.sort(BY_PATH);
      pictures.addAll(found);
    }
    return List.copyOf(pictures);
  }
}
