// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** Pictures of the size of a face, and face detectors that do what a test wants. */
public final class TestFaces {

  private TestFaces() {}

  /** Returns a picture of noise, the same for the same seed. */
  public static BufferedImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  /** Returns a picture of noise of the size of FER2013's. */
  public static BufferedImage face(long seed) {
    return noise(48, 48, seed);
  }

  /** Returns the picture as a PNG file. */
  public static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns a face, certainly one. */
  public static DetectedFace at(int x, int y, int side) {
    return new DetectedFace(FaceRegion.of(x, y, side, side), 0.5);
  }

  /** Returns a face detector that holds nothing. */
  public static FaceDetector detector(Function<BufferedImage, List<DetectedFace>> detect) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return detect.apply(image);
      }

      @Override
      public String name() {
        return "test detector";
      }
    };
  }
}
