// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder of many pictures that are made of a few: reduced, shifted, and named by numbers. */
final class ManyPictures {

  private static final int SIDE = 640;
  private static final int VARIANTS = 12;
  private static final int ONE_BROKEN_IN = 100;

  private ManyPictures() {}

  /**
   * Writes the pictures; those that are equal are links to one file.
   *
   * @param photographs a folder
   * @param folder where to
   * @param count how many
   * @return how many of them are broken: cut off, or no pictures at all
   * @throws IOException if a photograph can't be read or a picture not be written
   */
  static int write(Path photographs, Path folder, int count) throws IOException {
    List<Path> originals = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(photographs)) {
      files = all.sorted().toList();
    }
    Path variants = Files.createDirectories(folder.resolveSibling("variants"));
    Random random = new Random(1);
    for (Path file : files) {
      BufferedImage photograph = ImageIO.read(file.toFile());
      for (int i = 0; photograph != null && i < VARIANTS; i++) {
        Path variant = variants.resolve(originals.size() + ".jpg");
        ImageIO.write(reduced(photograph, random), "jpeg", variant.toFile());
        originals.add(variant);
      }
    }
    int broken = 0;
    for (int i = 0; i < count; i++) {
      Path picture = folder.resolve(String.format(Locale.ROOT, "%07d.jpg", i));
      Files.deleteIfExists(picture);
      Path original = originals.get(i % originals.size());
      if (i % ONE_BROKEN_IN == ONE_BROKEN_IN / 2) {
        byte[] start = Files.readAllBytes(original);
        Files.write(picture, i % 2 == 0 ? Arrays.copyOf(start, 100) : new byte[1000]);
        broken++;
      } else {
        Files.createLink(picture, original);
      }
    }
    return broken;
  }

  private static BufferedImage reduced(BufferedImage photograph, Random random) {
    double scale =
        Math.min(1, (double) SIDE / Math.max(photograph.getWidth(), photograph.getHeight()));
    int width = (int) Math.max(1, scale * photograph.getWidth());
    int height = (int) Math.max(1, scale * photograph.getHeight());
    BufferedImage reduced = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = reduced.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        photograph, random.nextInt(17) - 8, random.nextInt(17) - 8, width, height, null);
    graphics.dispose();
    return reduced;
  }
}
