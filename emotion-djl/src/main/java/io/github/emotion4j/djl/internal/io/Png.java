// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;

/** Writes pictures as PNG. */
public final class Png {

  private Png() {}

  /**
   * Writes a picture.
   *
   * @param image the picture
   * @param stream takes it; not closed
   * @throws IOException if it can't be written
   */
  public static void write(BufferedImage image, OutputStream stream) throws IOException {
    if (!ImageIO.write(image, "png", stream)) {
      throw new IOException("this Java has no writer for PNG");
    }
  }
}
