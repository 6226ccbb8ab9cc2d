// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.util.function.Supplier;

/**
 * A picture that may have been decoded at a reduced size. Not safe for use by several threads.
 *
 * @see ImageDecoder#decode(io.github.emotion4j.ImageSource, int)
 */
public final class DecodedImage {

  private final BufferedImage image;
  private final int width;
  private final int height;
  private final Supplier<BufferedImage> whole;

  private DecodedImage(BufferedImage image, int width, int height, Supplier<BufferedImage> whole) {
    this.image = image;
    this.width = width;
    this.height = height;
    this.whole = whole;
  }

  /** A picture at its full size. */
  static DecodedImage whole(BufferedImage image) {
    return new DecodedImage(image, image.getWidth(), image.getHeight(), () -> image);
  }

  /**
   * A picture at a reduced size.
   *
   * @param image the reduced picture, upright
   * @param width of the upright picture at its full size
   * @param height likewise
   * @param whole decodes it at its full size
   */
  static DecodedImage reduced(
      BufferedImage image, int width, int height, Supplier<BufferedImage> whole) {
    return new DecodedImage(image, width, height, whole);
  }

  /**
   * Returns the picture, perhaps reduced.
   *
   * @return an upright picture of {@link BufferedImage#TYPE_3BYTE_BGR}
   */
  public BufferedImage image() {
    return image;
  }

  /**
   * Tells whether the picture is smaller than it is in its file.
   *
   * @return whether {@link #image()} is reduced
   */
  public boolean isReduced() {
    return image.getWidth() != width || image.getHeight() != height;
  }

  /**
   * Returns the width of the upright picture at its full size.
   *
   * @return pixels
   */
  public int width() {
    return width;
  }

  /**
   * Returns the height of the upright picture at its full size.
   *
   * @return pixels
   */
  public int height() {
    return height;
  }

  /**
   * Returns the picture at its full size, decoding it if it was reduced.
   *
   * @return an upright picture of {@link BufferedImage#TYPE_3BYTE_BGR}
   * @throws io.github.emotion4j.InvalidImageException if it is broken
   */
  public BufferedImage whole() {
    return whole.get();
  }
}
