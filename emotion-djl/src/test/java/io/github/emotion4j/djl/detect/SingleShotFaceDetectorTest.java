// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.Samples;
import io.github.emotion4j.djl.zoo.EmotionZoo;
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
  @ValueSource(ints = {30, 40, 100, 220, 420})
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
  void aFaceInWhichHardlyAnEmotionCanBeReadIsReportedOnlyIfAskedFor() {
    BufferedImage picture = faceOnGrey(16);
    SingleShotFaceDetector.Builder all = EmotionZoo.readFaceDetector().newDetector();
    try (FaceDetector readable = newDetector();
        FaceDetector any = all.leastFaceSize(0).build()) {
      assertThat(readable.detect(picture)).isEmpty();
      assertThat(any.detect(picture)).hasSize(1);
    }
  }

  @Test
  void theNetworkIsAsSmallAsItIsSaidToBe() {
    try (SingleShotFaceDetector detector = SingleShotFaceDetector.embedded()) {
      assertThat(detector.network().multiplyAdds(320, 320)).isLessThan(150_000_000);
      assertThat(
              detector.network().getParameters().values().stream()
                  .mapToLong(parameter -> parameter.getArray().size())
                  .sum())
          .isLessThan(300_000);
    }
  }

  @Test
  void settingsOutOfTheirRangeAreRefused() {
    try (SingleShotFaceDetector detector = SingleShotFaceDetector.embedded()) {
      assertThat(detector.name()).isEqualTo("embedded");
    }
    SingleShotFaceDetector.Builder builder = EmotionZoo.readFaceDetector().newDetector();
    assertThatThrownBy(() -> builder.scoreThreshold(1.5)).hasMessageContaining("scoreThreshold");
    assertThatThrownBy(() -> builder.nmsThreshold(-1)).hasMessageContaining("nmsThreshold");
    assertThatThrownBy(() -> builder.maxSide(3)).hasMessageContaining("maxSide");
    assertThatThrownBy(() -> builder.leastFaceSize(-1)).hasMessageContaining("leastFaceSize");
    assertThatThrownBy(() -> builder.leastFaceSize(Double.NaN))
        .hasMessageContaining("leastFaceSize");
    builder.build().close();
  }
}
