// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures made of the sample faces, the same in every run. */
final class SamplePictures {

  private static final List<String> SAMPLES =
      List.of("happy", "neutral", "surprise", "sad", "angry", "fear", "disgust");

  /** Grain that a camera would give, so that a JPEG is as large as a photograph's. */
  private static final int GRAIN = 12;

  private SamplePictures() {}

  /**
   * Reads the sample faces.
   *
   * @return grey pictures of 48x48
   * @throws IOException if the jar lacks them
   */
  static List<BufferedImage> faces() throws IOException {
    List<BufferedImage> faces = new ArrayList<>();
    for (String name : SAMPLES) {
      try (InputStream stream =
          SamplePictures.class.getResourceAsStream("/samples/" + name + ".png")) {
        if (stream == null) {
          throw new FileNotFoundException("the jar lacks the sample " + name);
        }
        faces.add(ImageIO.read(stream));
      }
    }
    return faces;
  }

  /**
   * Puts faces on a grainy background, side by side.
   *
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param faces how many, at least 1
   * @param share side of a face as a fraction of the picture's height
   * @param seed of the grain, and which faces they are
   * @return a picture of {@link BufferedImage#TYPE_3BYTE_BGR}
   * @throws IOException if the jar lacks the sample faces
   */
  static BufferedImage picture(int width, int height, int faces, double share, int seed)
      throws IOException {
    List<BufferedImage> samples = faces();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(90, 110, 130), width, height, new Color(160, 150, 140)));
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int side = (int) Math.round(share * height);
    for (int i = 0; i < faces; i++) {
      int x = width * (2 * i + 1) / (2 * faces) - side / 2;
      graphics.drawImage(
          samples.get((seed + i) % samples.size()), x, (height - side) / 2, side, side, null);
    }
    graphics.dispose();
    addGrain(picture, seed);
    return picture;
  }

  private static void addGrain(BufferedImage picture, int seed) {
    Random random = new Random(seed);
    int[] row = new int[picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        int grain = random.nextInt(2 * GRAIN + 1) - GRAIN;
        row[x] =
            channel(row[x] >> 16, grain) << 16
                | channel(row[x] >> 8, grain) << 8
                | channel(row[x], grain);
      }
      picture.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
  }

  private static int channel(int value, int grain) {
    return Math.max(0, Math.min(255, (value & 0xFF) + grain));
  }

  /**
   * Encodes a picture.
   *
   * @param picture the picture
   * @param format a format of ImageIO, such as jpeg
   * @return the content of a file
   * @throws IOException if it can't be encoded
   */
  static byte[] encode(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, format, bytes);
    return bytes.toByteArray();
  }
}
