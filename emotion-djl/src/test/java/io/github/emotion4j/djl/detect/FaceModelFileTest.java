// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Samples;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceModelFileTest {

  @TempDir private Path folder;

  private static FaceModelCard card(ModelCard.Weights weights, ConfidenceWeights confidence) {
    return new FaceModelCard(
        FaceModelCard.FORMAT_VERSION,
        "test",
        FaceModelCard.NETWORK,
        0.4,
        confidence,
        weights,
        "nothing",
        Map.of(),
        Map.of("recall", 0.5),
        Map.of(),
        Instant.EPOCH);
  }

  private FaceModelFile write() throws IOException {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      FaceNetwork network = new FaceNetwork(false);
      network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 32, 32));
      return FaceModelFile.write(
          folder, network, weights -> card(weights, ConfidenceWeights.DETECTION_ONLY));
    }
  }

  /** The embedded detector with a second look that was not trained, and what it adds. */
  private FaceModelFile refined(double offset) throws IOException {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      Block second = RefineNetwork.newBlock();
      second.initialize(manager, DataType.FLOAT32, RefineNetwork.inputShape(1));
      return EmotionZoo.readFaceDetector()
          .writeRefined(
              folder, second, weights -> card(weights, new ConfidenceWeights(1, 1e-9, offset)));
    }
  }

  @Test
  void aSecondLookIsWrittenReadAndHeeded() throws IOException {
    refined(-3);

    FaceModelFile read = FaceModelFile.read(folder);

    BufferedImage sheet = Samples.picture("sheet.png");
    try (SingleShotFaceDetector once = read.newDetector().refined(false).build();
        SingleShotFaceDetector twice = read.newDetector().scoreThreshold(0).build()) {
      double detected = once.detect(sheet).get(0).confidence();
      double expected = new ConfidenceWeights(1, 0, -3).confidence(detected, 0);
      assertThat(twice.detect(sheet).get(0).confidence()).isCloseTo(expected, within(1e-3));
    }
  }

  @Test
  void aSecondLookIsReplacedByAnother() throws IOException {
    FaceModelFile first = refined(-3);
    byte[] weights = Files.readAllBytes(folder.resolve(first.card().weights().file()));

    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      Block second = RefineNetwork.newBlock();
      second.initialize(manager, DataType.FLOAT32, RefineNetwork.inputShape(1));
      FaceModelFile again =
          first.writeRefined(folder, second, file -> card(file, new ConfidenceWeights(1, 1, 0)));

      assertThat(folder.resolve(again.card().weights().file())).hasSize(weights.length);
    }
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    FaceModelCard written = write().card();

    FaceModelFile read = FaceModelFile.read(folder);

    assertThat(read.card()).isEqualTo(written);
    try (SingleShotFaceDetector detector = read.newDetector().build()) {
      assertThat(detector.detect(TestFaces.noise(64, 64, 1))).isNotNull();
    }
  }

  @Test
  void writingAgainLeavesOneFileOfWeights() throws IOException {
    write();
    write();

    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void alteredWeightsAreRefused() throws IOException {
    Path weights = folder.resolve(write().card().weights().file());
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2]++;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("SHA-256");
  }

  @Test
  void anUnknownVersionIsRefused() throws IOException {
    write();
    Path card = folder.resolve(FaceModelFile.CARD_FILE);
    String json = Files.readString(card, StandardCharsets.UTF_8);
    Files.writeString(card, json.replace("\"formatVersion\" : 2", "\"formatVersion\" : 3"));

    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(FaceModelFile.CARD_FILE, "version 3");
  }

  @Test
  void aFolderWithoutAModelIsNamed() {
    assertThatThrownBy(() -> FaceModelFile.read(folder))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void theEmbeddedWeightsAreTheOnesOfTheCardAndSmall() throws Exception {
    FaceModelCard card = EmotionZoo.readFaceDetector().card();
    try (InputStream stream =
        EmotionZoo.class.getResourceAsStream("face/" + card.weights().file())) {
      byte[] bytes = stream.readAllBytes();

      assertThat(bytes).hasSizeLessThan(2_000_000);
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
          .isEqualTo(card.weights().sha256());
    }
  }
}
