// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * A picture that has been read but not decoded. Immutable, as long as nobody changes the bytes or
 * the picture that it was made of.
 *
 * @see ImageDecoder#read
 */
public final class ImageContent {

  private final String name;
  private final byte[] bytes;
  private final Optional<BufferedImage> image;

  /**
   * What a source holds.
   *
   * @param name of the source, for messages
   * @param bytes the content of a file; empty for a decoded picture
   * @param image a picture that was decoded already
   */
  ImageContent(String name, byte[] bytes, Optional<BufferedImage> image) {
    this.name = name;
    this.bytes = bytes;
    this.image = image;
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes;
  }

  Optional<BufferedImage> image() {
    return image;
  }
}
