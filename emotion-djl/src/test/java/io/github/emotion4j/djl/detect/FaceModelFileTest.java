// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Samples;
import io.github.emotion4j.djl.classify.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceModelFileTest {

  private static final FaceModelCard EMBEDDED = FaceModelFile.embedded().card();

  @TempDir private Path folder;

  private static byte[] resource(String file) throws IOException {
    try (InputStream stream = FaceModelFile.class.getResourceAsStream("face/" + file)) {
      return stream.readAllBytes();
    }
  }

  private Path copy(String file) throws IOException {
    return Files.write(folder.resolve(file), resource(file));
  }

  private void copyBoth() throws IOException {
    copy(EMBEDDED.weights().file());
    copy(FaceModelFile.CARD_FILE);
  }

  private void replaceInCard(String regex, String replacement) throws IOException {
    Path card = folder.resolve(FaceModelFile.CARD_FILE);
    String json = Files.readString(card, StandardCharsets.UTF_8);
    String replaced = json.replaceFirst(regex, replacement);
    assertThat(replaced).isNotEqualTo(json);
    Files.writeString(card, replaced);
  }

  @Test
  void theEmbeddedNetworkIsTheOneOfTheCardAndSmall() throws IOException {
    byte[] bytes = resource(EMBEDDED.weights().file());

    String sha256 = ModelFormat.sha256(bytes);
    assertThat(sha256).isEqualTo(EMBEDDED.weights().sha256());
    assertThat(EMBEDDED.weights().file()).contains(sha256.substring(0, 12));
    assertThat(bytes).hasSizeLessThan(1_500_000);
  }

  @Test
  void theEmbeddedNetworkTellsNoPathOfTheMachineThatMadeIt() throws IOException {
    try (ZipInputStream zip =
        new ZipInputStream(
            FaceModelFile.class.getResourceAsStream("face/" + EMBEDDED.weights().file()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertThat(entry.getName()).doesNotEndWith(".debug_pkl");
      }
    }
  }

  @Test
  void theEmbeddedCardSaysWhereTheNetworkComesFromAndHowGoodItIs() {
    assertThat(EMBEDDED.training().data()).contains("WIDER", "Caltech");
    assertThat(EMBEDDED.training().terms()).contains("research");
    assertThat(EMBEDDED.training().teacher()).contains("YuNet");
    assertThat(EMBEDDED.training().machine()).isNotBlank();
    assertThat(EMBEDDED.parameters()).isBetween(100_000, 500_000);
    assertThat(EMBEDDED.figures()).containsKeys("validation.ap", "validation.recall");
  }

  @Test
  void aModelInAFolderFindsWhatTheEmbeddedOneFinds() throws IOException {
    copyBoth();

    try (FaceDetector detector = SingleShotFaceDetector.load(folder);
        FaceDetector embedded = SingleShotFaceDetector.embedded()) {
      List<DetectedFace> faces = detector.detect(Samples.picture("sheet.png"));

      assertThat(detector.name()).isEqualTo(EMBEDDED.name());
      assertThat(faces)
          .extracting(DetectedFace::region)
          .hasToString(
              embedded.detect(Samples.picture("sheet.png")).stream()
                  .map(DetectedFace::region)
                  .toList()
                  .toString());
    }
  }

  @Test
  void anAlteredNetworkIsRefused() throws IOException {
    copyBoth();
    Path network = folder.resolve(EMBEDDED.weights().file());
    byte[] bytes = Files.readAllBytes(network);
    bytes[bytes.length / 2]++;
    Files.write(network, bytes);

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("SHA-256");
  }

  @Test
  void whatIsNoTorchScriptIsRefusedByItsName() throws IOException {
    copy(FaceModelFile.CARD_FILE);
    byte[] text = "no program".getBytes(StandardCharsets.US_ASCII);
    Files.write(folder.resolve(EMBEDDED.weights().file()), text);
    replaceInCard(EMBEDDED.weights().sha256(), ModelFormat.sha256(text));

    assertThatThrownBy(() -> SingleShotFaceDetector.load(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void anUnknownVersionIsRefused() throws IOException {
    copyBoth();
    replaceInCard("\"formatVersion\" ?: 5", "\"formatVersion\": 4");

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(FaceModelFile.CARD_FILE, "version 4");
  }

  @Test
  void aCardWithAnImpossibleThresholdIsRefused() throws IOException {
    copyBoth();
    replaceInCard("\"minFaceConfidence\": [0-9.]+", "\"minFaceConfidence\": 1.5");

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("minFaceConfidence", "1.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mostOverlap", "machine", "training"})
  void aCardThatLacksAValueIsRefused(String name) throws IOException {
    copyBoth();
    replaceInCard("\"" + name + "\"", "\"surprise\"");

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mostOverlap", "machine", "training"})
  void aCardWithAnUnknownValueIsRefused(String place) throws IOException {
    copyBoth();
    replaceInCard("\"" + place + "\"", "\"surprise\": 1, \"" + place + "\"");

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("surprise");
  }

  @Test
  void aFolderWithoutAModelIsNamed() {
    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString());
  }
}
