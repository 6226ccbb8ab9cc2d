// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceDetectorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"embedded", "whole", "yunet:a.onnx", "haar:C:\\a.xml", "ultranet:https://a/b.zip"})
  void knownDescriptionsPass(String description) {
    assertThatCode(() -> FaceDetectors.check(description)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "magic", "yunet", "yunet:", "embedded:x", "whole:", "YUNET:a"})
  void unknownDescriptionsAreRefusedWithTheKnownOnes(String description) {
    assertThatThrownBy(() -> FaceDetectors.open(description))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"" + description + "\"", "embedded", "yunet:FILE", "whole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trained", "yunet", "haar", "ultranet", "retinaface"})
  void aMissingFileIsNamed(String kind) {
    assertThatThrownBy(() -> FaceDetectors.open(kind + ":no/such/file.onnx"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("file.onnx");
  }

  @Test
  void anyOfThemCanBeToldFromWhichConfidenceOnToReport() {
    BufferedImage sheet = Samples.picture("sheet.png");
    try (FaceDetector strict = FaceDetectors.open("embedded", 1);
        FaceDetector lax = FaceDetectors.open("embedded", 0.05);
        FaceDetector whole = FaceDetectors.open("whole", 1)) {
      assertThat(strict.detect(sheet)).isEmpty();
      assertThat(lax.detect(sheet)).hasSizeGreaterThanOrEqualTo(7);
      assertThat(whole.detect(sheet)).hasSize(1);
    }
    assertThatThrownBy(() -> FaceDetectors.open("whole", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minFaceConfidence");
  }

  @Test
  void theEmbeddedOneNeedsNoFile() {
    try (FaceDetector detector = FaceDetectors.open("embedded")) {
      assertThat(detector.name()).isEqualTo("embedded");
    }
  }

  @Test
  void aFingerprintTellsModelsApart(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "one");
    String one = FaceDetectors.fingerprint("yunet:" + file);
    Files.writeString(file, "two");

    assertThat(FaceDetectors.fingerprint("yunet:" + file)).isNotEqualTo(one).contains("yunet");
    assertThat(FaceDetectors.fingerprint("embedded")).matches("embedded [0-9a-f]{64}");
    assertThat(FaceDetectors.fingerprint("whole")).isEqualTo("whole");
    assertThatThrownBy(() -> FaceDetectors.fingerprint("haar:" + folder.resolve("none.xml")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none.xml");
  }
}
