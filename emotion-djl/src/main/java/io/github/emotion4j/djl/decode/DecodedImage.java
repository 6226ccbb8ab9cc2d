// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A picture that may have been decoded at a reduced size. Not safe for use by several threads.
 *
 * <p>Until it is closed it counts against the memory that decoding may take, and others wait for it
 * where that is short; the pixels themselves can still be used afterwards.
 *
 * @see ImageDecoder#decode(io.github.emotion4j.ImageSource, int)
 */
public final class DecodedImage implements AutoCloseable {

  private final int width;
  private final int height;
  private final Optional<Supplier<DecodedImage>> ofWhole;
  private final Runnable release;
  private BufferedImage image;
  private Optional<DecodedImage> whole = Optional.empty();

  private DecodedImage(
      BufferedImage image,
      int width,
      int height,
      Optional<Supplier<DecodedImage>> ofWhole,
      Runnable release) {
    this.image = image;
    this.width = width;
    this.height = height;
    this.ofWhole = ofWhole;
    this.release = release;
  }

  /**
   * A picture at its full size.
   *
   * @param image the picture, upright
   * @param release gives its memory back
   */
  static DecodedImage whole(BufferedImage image, Runnable release) {
    return new DecodedImage(image, image.getWidth(), image.getHeight(), Optional.empty(), release);
  }

  /**
   * A picture at a reduced size.
   *
   * @param image the reduced picture, upright
   * @param width of the upright picture at its full size
   * @param height likewise
   * @param whole decodes it at its full size
   * @param release gives the memory of the reduced one back
   */
  static DecodedImage reduced(
      BufferedImage image, int width, int height, Supplier<DecodedImage> whole, Runnable release) {
    return new DecodedImage(image, width, height, Optional.of(whole), release);
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
   * Returns the picture at its full size, decoding it if it was reduced. It then takes the place of
   * the reduced one, for both may not fit into memory.
   *
   * @return an upright picture of {@link BufferedImage#TYPE_3BYTE_BGR}
   * @throws io.github.emotion4j.InvalidImageException if it is broken
   * @throws io.github.emotion4j.DetectorBusyException if others take too much memory for too long
   */
  public BufferedImage whole() {
    if (ofWhole.isPresent() && whole.isEmpty()) {
      release.run();
      whole = Optional.of(ofWhole.get().get());
      image = whole.get().image();
    }
    return image;
  }

  /** Gives the memory back that decoding took. Closing twice is harmless. */
  @Override
  public void close() {
    release.run();
    whole.ifPresent(DecodedImage::close);
  }
}
