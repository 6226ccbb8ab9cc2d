// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.util.Optional;

/**
 * A picture that is named.
 *
 * @param source where it comes from
 * @param failure why there is none
 */
public record Picture(ImageSource source, Optional<EmotionException> failure) {

  static Picture of(ImageSource source) {
    return new Picture(source, Optional.empty());
  }

  static Picture failed(String name, String reason) {
    return new Picture(
        ImageSource.of(new byte[0], name),
        Optional.of(new InvalidImageException("Can't read the picture " + name + ": " + reason)));
  }

  /**
   * Returns the name of a picture in results: its path, its whole address, or in an archive {@code
   * ARCHIVE!/ENTRY}.
   *
   * @param source the picture
   * @return its name
   */
  static String name(ImageSource source) {
    return source instanceof ImageSource.OfUri address
        ? address.uri().toString()
        : source.describe();
  }
}
