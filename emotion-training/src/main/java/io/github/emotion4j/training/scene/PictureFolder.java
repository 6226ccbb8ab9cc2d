// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.DatasetException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pictures of a folder and its subfolders. For one thread. */
final class PictureFolder {

  private static final Logger logger = LoggerFactory.getLogger(PictureFolder.class);
  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".webp");
  private static final int SHORTEST_SIDE = 64;

  private final Path folder;

  PictureFolder(Path folder) {
    this.folder = folder;
  }

  /** Hands over each picture of at least 64 pixels, in the files' order. */
  void forEach(Consumer<BufferedImage> consumer) {
    ImageDecoder decoder = ImageDecoder.builder().build();
    for (Path file : files()) {
      BufferedImage image;
      try {
        image = decoder.decode(ImageSource.of(file));
      } catch (EmotionException e) {
        logger.debug("{} is left out: {}", file, e.getMessage());
        continue;
      }
      if (Math.min(image.getWidth(), image.getHeight()) >= SHORTEST_SIDE) {
        consumer.accept(image);
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                String name = file.toString().toLowerCase(Locale.ROOT);
                return ENDINGS.stream().anyMatch(name::endsWith);
              })
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DatasetException("The folder of pictures can't be read: " + folder, e);
    }
  }

  /** A picture in grey, scaled by a factor of at most 1; the caller releases it. */
  static Mat grey(BufferedImage image, double scale) {
    Mat bgr = OpenCv.toBgr(image);
    Mat small = new Mat();
    try {
      Imgproc.resize(bgr, small, new Size(), scale, scale, Imgproc.INTER_AREA);
      Mat grey = new Mat();
      Imgproc.cvtColor(small, grey, Imgproc.COLOR_BGR2GRAY);
      return grey;
    } finally {
      bgr.release();
      small.release();
    }
  }

  /** How far a picture has to be reduced for its longer side. */
  static double scale(BufferedImage image, int longestSide) {
    return Math.min(1, (double) longestSide / Math.max(image.getWidth(), image.getHeight()));
  }
}
