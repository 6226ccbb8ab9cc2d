// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectedFaceTest {
  private static final FaceRegion REGION = FaceRegion.of(1, 2, 3, 4);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void takesAConfidenceInItsRange(double confidence) {
    assertThat(new DetectedFace(REGION, confidence).confidence()).isEqualTo(confidence);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAConfidenceOutOfItsRange(double confidence) {
    assertThatThrownBy(() -> new DetectedFace(REGION, confidence))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("confidence", String.valueOf(confidence));
  }

  @Test
  void isTheWholePictureForTheDetectorOfPicturesThatAreAFace() {
    try (FaceDetector detector = FaceDetector.wholeImage()) {
      assertThat(detector.detect(new BufferedImage(48, 32, BufferedImage.TYPE_BYTE_GRAY)))
          .containsExactly(new DetectedFace(FaceRegion.of(0, 0, 48, 32), 1));
    }
  }

  @Test
  void isStillFoundAfterTheDetectorOfWholePicturesWasClosed() {
    FaceDetector detector = FaceDetector.wholeImage();
    detector.close();
    detector.close();

    assertThat(detector.detect(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB))).hasSize(1);
    assertThat(detector.name()).isEqualTo("whole");
  }
}
