// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** The sample pictures of this project: mean faces of FER2013, which are nobody's. */
public final class Samples {

  private static final String FOLDER = "../emotion-cli/src/main/resources/samples";

  private Samples() {}

  /** Returns a sample, for example {@code happy.png}, or {@code sheet.png} with all seven. */
  public static BufferedImage picture(String name) {
    File file = new File(FOLDER, name);
    try {
      return ImageIO.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the sample " + file.getAbsolutePath(), e);
    }
  }
}
