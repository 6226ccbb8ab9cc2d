// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.Shared;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UltraNetFaceDetectorTest implements FaceDetectorContract {

  @Override
  public FaceDetector newDetector() {
    return DjlFaceDetector.ultraNet(Shared.file("models/ultranet_rfb_320.onnx").toString());
  }

  @Override
  public BufferedImage pictureWithFaces() {
    return photo("multi_face.jpg");
  }

  private static BufferedImage photo(String name) {
    try {
      return ImageIO.read(Shared.file("data/photos/" + name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"single_face.jpg,1", "couple.jpg,2", "no_face.jpg,0"})
  void theFacesOfAPhotoAreFound(String name, int faces) {
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.detect(photo(name))).hasSize(faces);
    }
  }
}
