// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.Samples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleShotFaceDetectorTest implements FaceDetectorContract {

  @Override
  public FaceDetector newDetector() {
    return SingleShotFaceDetector.embedded();
  }

  @Override
  public BufferedImage pictureWithFaces() {
    return Samples.picture("sheet.png");
  }

  @Test
  void allSevenFacesOfTheSheetAreFound() {
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.detect(Samples.picture("sheet.png"))).hasSize(7);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"})
  void aPictureThatIsATightFaceIsOneFace(String emotion) {
    try (FaceDetector detector = newDetector()) {
      List<DetectedFace> faces = detector.detect(Samples.picture(emotion + ".png"));

      assertThat(faces).hasSize(1);
      FaceRegion region = faces.get(0).region();
      assertThat(region.width() * region.height()).isGreaterThan(48 * 48 / 3);
    }
  }

  @Test
  void eyesAreNamedByThePersonsOwnSides() {
    try (FaceDetector detector = newDetector()) {
      for (DetectedFace face : detector.detect(Samples.picture("sheet.png"))) {
        FaceRegion box = face.region();
        Eyes eyes = box.eyes().orElseThrow();
        assertThat(eyes.left().x()).isGreaterThan(eyes.right().x());
        assertThat(eyes.right().x()).isGreaterThan(box.x());
        assertThat(eyes.left().x()).isLessThan(box.x() + box.width());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 40, 70, 100, 220, 300, 420})
  void aFaceIsFoundAtEverySize(int side) {
    try (FaceDetector detector = newDetector()) {
      List<DetectedFace> faces = detector.detect(faceOnGrey(side));

      assertThat(faces).isNotEmpty();
      FaceRegion region = faces.get(0).region();
      assertThat((double) region.width() / side).isBetween(0.6, 1.3);
    }
  }

  private static BufferedImage faceOnGrey(int side) {
    BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setColor(Color.GRAY);
    graphics.fillRect(0, 0, 640, 480);
    graphics.drawImage(Samples.picture("happy.png"), 120, 30, side, side, null);
    graphics.dispose();
    return picture;
  }

  @Test
  void fivePointsLieWhereAFaceHasThem() {
    try (FaceDetector detector = newDetector()) {
      for (DetectedFace face : detector.detect(Samples.picture("sheet.png"))) {
        FaceLandmarks points = face.region().landmarks().orElseThrow();
        assertThat(points.nose().x()).isBetween(points.rightEye().x(), points.leftEye().x());
        assertThat(points.nose().y()).isBetween(points.leftEye().y(), points.mouthLeft().y());
        assertThat(points.mouthLeft().x()).isGreaterThan(points.mouthRight().x());
        assertThat(face.region().eyes()).contains(points.eyes());
      }
    }
  }

  @Test
  void aPictureInGreyIsSearchedAsOneInColour() {
    BufferedImage sheet = Samples.picture("sheet.png");
    BufferedImage grey =
        new BufferedImage(sheet.getWidth(), sheet.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    grey.createGraphics().drawImage(sheet, 0, 0, null);
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.detect(grey)).hasSize(7);
    }
  }

  @Test
  void withLessConfidenceAskedForTheSameFacesAreFoundAndPerhapsOthers() {
    BufferedImage sheet = Samples.picture("sheet.png");
    try (FaceDetector usual = newDetector();
        FaceDetector lax = SingleShotFaceDetector.builder().minFaceConfidence(0.01).build();
        FaceDetector strict = SingleShotFaceDetector.builder().minFaceConfidence(1).build()) {
      assertThat(lax.detect(sheet)).containsAll(usual.detect(sheet));
      assertThat(strict.detect(sheet)).isEmpty();
    }
  }

  @Test
  void settingsOutOfTheirRangeAreRefused() {
    SingleShotFaceDetector.Builder builder = SingleShotFaceDetector.builder();
    assertThatThrownBy(() -> builder.minFaceConfidence(1.5))
        .hasMessageContaining("minFaceConfidence");
    assertThatThrownBy(() -> builder.nmsThreshold(-1)).hasMessageContaining("nmsThreshold");
    assertThatThrownBy(() -> builder.maxSide(3)).hasMessageContaining("maxSide");
    try (FaceDetector detector = builder.build()) {
      assertThat(detector.name()).isEqualTo("embedded");
    }
  }
}
