// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Small pictures that stand for faces, each another one. */
final class TestPictures {

  private TestPictures() {}

  /** Writes as many pictures as numbered PNG files. */
  static Path write(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Path file = folder.resolve(String.format(Locale.ROOT, "%05d.png", i));
      ImageIO.write(face(i), "png", file.toFile());
    }
    return folder;
  }

  private static BufferedImage face(int number) {
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(200 - number % 50, 160, 140));
    graphics.fillOval(6, 2, 36, 44);
    graphics.setColor(Color.BLACK);
    graphics.fillOval(14, 16, 6, 4 + number % 5);
    graphics.fillOval(28, 16, 6, 4 + number % 5);
    graphics.drawArc(16, 26, 16, 4 + number % 9, 180, 180);
    graphics.dispose();
    return image;
  }
}
