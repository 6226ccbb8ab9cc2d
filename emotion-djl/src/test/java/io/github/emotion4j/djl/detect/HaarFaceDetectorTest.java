// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Shared;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaarFaceDetectorTest implements FaceDetectorContract {

  private static final String FILE = "haarcascade_frontalface_default.xml";

  /** Where Debian's opencv-data puts it; or give -Demotion4j.haar. */
  private static Path cascade() {
    List<Path> places =
        List.of(
            Path.of(System.getProperty("emotion4j.haar", FILE)),
            Path.of("/usr/share/opencv4/haarcascades", FILE),
            Path.of("/usr/share/opencv/haarcascades", FILE));
    Path found = places.stream().filter(Files::isRegularFile).findFirst().orElse(places.get(1));
    assumeTrue(
        Files.isRegularFile(found),
        () -> "Skipped: needs " + found + " of Debian's opencv-data, or -Demotion4j.haar=FILE");
    return found;
  }

  @Override
  public FaceDetector newDetector() {
    return HaarFaceDetector.load(cascade());
  }

  @Override
  public BufferedImage pictureWithFaces() {
    try {
      return ImageIO.read(Shared.file("data/photos/couple.jpg").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNoCascadeIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cascade.xml"), "<opencv_storage/>");

    assertThatThrownBy(() -> HaarFaceDetector.load(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("cascade.xml");
  }
}
