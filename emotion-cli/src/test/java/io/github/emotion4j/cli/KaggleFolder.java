// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.Emotion;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A small data set as Kaggle lays FER2013 out: six faces of each emotion to train, two to test. */
final class KaggleFolder {

  private KaggleFolder() {}

  /** Draws a face of 48x48. */
  @FunctionalInterface
  interface Drawing {
    BufferedImage of(Emotion emotion) throws IOException;
  }

  static Path write(Path root, Drawing drawing) throws IOException {
    for (Emotion emotion : Emotion.values()) {
      for (int i = 0; i < 8; i++) {
        String split = i < 6 ? "train/%s/Training_%d.png" : "test/%s/PublicTest_%d.png";
        Path file = root.resolve(String.format(split, emotion.label(), i));
        Files.createDirectories(file.getParent());
        ImageIO.write(drawing.of(emotion), "png", file.toFile());
      }
    }
    return root;
  }
}
