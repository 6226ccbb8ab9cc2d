// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.OnnxPreset;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of the shapes of EmotiEffLib's and OpenCV Zoo's, made here. */
final class ForeignModelTest {

  private static final Color COLOUR = new Color(200, 120, 40);

  @TempDir private Path folder;

  @BeforeAll
  static void startBeforeOthers() {
    OnnxRuntime.require("The test");
  }

  /**
   * Averages each channel and multiplies: the score number i is i/10 times red, plus i/20 times
   * green, less i/5 times blue, plus 0.1 for the last two.
   */
  private Path network(Object batch, int size, int scores, boolean softmax) throws IOException {
    OnnxGraph graph = new OnnxGraph();
    graph.input("input", batch, 3, size, size);
    float[] weights = new float[3 * scores];
    float[] biases = new float[scores];
    for (int i = 0; i < scores; i++) {
      weights[3 * i] = i / 10f;
      weights[3 * i + 1] = i / 20f;
      weights[3 * i + 2] = -i / 5f;
      biases[i] = i < scores - 2 ? 0 : 0.1f;
    }
    String mean =
        graph.node(
            "Flatten", List.of(graph.node("GlobalAveragePool", "input")), Map.of("axis", 1L));
    String result =
        graph.node(
            "Gemm",
            List.of(mean, graph.numbers(weights, scores, 3), graph.numbers(biases, scores)),
            Map.of("transB", 1L));
    if (softmax) {
      result = graph.node("Softmax", List.of(result), Map.of("axis", 1L));
    }
    Path file = folder.resolve("network.onnx");
    Files.write(
        file, graph.giving(result, "output", "small", "For a test.", Map.of(), batch, scores));
    return file;
  }

  private static double score(int i, double[] means, boolean last) {
    return i / 10.0 * means[0] + i / 20.0 * means[1] - i / 5.0 * means[2] + (last ? 0.1 : 0);
  }

  private static BufferedImage plain(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(COLOUR);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  private static EmotionDetector detector(EmotionModel model, FaceDetector faces) {
    return DjlEmotionDetector.builder().model(model).faceDetector(faces).provenance(true).build();
  }

  @Test
  void emotiEffLibsContemptValenceAndArousalAreTold() throws IOException {
    Path file = network("batch", 224, 10, false);
    EmotionModel model = EmotionModel.onnx(file, OnnxPreset.emotiEffLib("enet_b0_8_va_mtl.onnx"));
    try (EmotionDetector detector = detector(model, FaceDetector.wholeImage())) {
      EmotionResult face = detector.analyze(plain(100, 80)).get(0);
      double[] means = {
        (200 / 255.0 - 0.485) / 0.229, (120 / 255.0 - 0.456) / 0.224, (40 / 255.0 - 0.406) / 0.225
      };
      double sum = 0;
      for (int i = 0; i < 8; i++) {
        sum += Math.exp(score(i, means, false));
      }
      double contempt = Math.exp(score(1, means, false)) / sum;
      double happy = Math.exp(score(4, means, false)) / sum;
      assertThat(face.otherLabels()).containsOnlyKeys("contempt");
      assertThat(face.otherLabels().get("contempt")).isCloseTo(contempt, within(1e-4));
      assertThat(face.probability(Emotion.HAPPY)).isCloseTo(happy / (1 - contempt), within(1e-4));
      assertThat(face.affect()).isPresent();
      double valence = Math.min(1, score(8, means, true));
      assertThat(face.affect().get().valence()).isCloseTo(valence, within(1e-4));
      assertThat(face.provenance()).isPresent();
      assertThat(face.provenance().get().engine()).startsWith("OnnxRuntime");
      assertThat(face.provenance().get().modelSha256()).hasSize(64);
      assertThat(face.provenance().get().preprocessing())
          .isEqualTo("cut out as BOX, 224 pixels a side");
    }
  }

  @Test
  void openCvZoosNetworkTakesOneFaceAtATime() throws IOException {
    Path file = network(1, 112, 7, true);
    EmotionModel model = EmotionModel.onnx(file, OnnxPreset.openCvZoo());
    assertThat(model.maxBatch()).isEqualTo(1);
    assertThat(model.cropping()).isEqualTo(OnnxPreset.Cropping.FIVE_POINTS);
    try (EmotionDetector detector = detector(model, new TwoFaces())) {
      List<EmotionResult> faces = detector.analyze(plain(200, 100));
      double[] means = {2 * 200 / 255.0 - 1, 2 * 120 / 255.0 - 1, 2 * 40 / 255.0 - 1};
      double sum = 0;
      for (int i = 0; i < 7; i++) {
        sum += Math.exp(score(i, means, i >= 5));
      }
      double surprise = Math.exp(score(6, means, true)) / sum; // the last label, "surprised"
      assertThat(faces).hasSize(2);
      for (EmotionResult face : faces) {
        assertThat(face.probability(Emotion.SURPRISE)).isCloseTo(surprise, within(1e-4));
        assertThat(face.dominantEmotion()).isEqualTo(Emotion.SURPRISE);
        assertThat(face.otherLabels()).isEmpty();
        assertThat(face.affect()).isEmpty();
      }
    }
  }

  @Test
  void logitsOfOpenCvZoosNetworkBecomeProbabilities() throws IOException {
    Path file = network("batch", 112, 7, false);
    try (EmotionModel model = EmotionModel.onnx(file, OnnxPreset.openCvZoo())) {
      assertThat(model.maxBatch()).isGreaterThan(1);
      assertThat(model.sha256()).hasSize(64);
      assertThat(model.name()).isEqualTo("network.onnx");
    }
  }

  @Test
  void aNetworkThatIsNotAsThePresetSaysIsRefused() throws IOException {
    Path file = network("batch", 224, 8, false);
    assertThatThrownBy(() -> EmotionModel.onnx(file, OnnxPreset.emotiEffLib("enet_b0_8_va_mtl")))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("network.onnx", "valence and arousal");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> EmotionModel.onnx(folder.resolve("none.onnx"), OnnxPreset.openCvZoo()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("none.onnx");
  }

  @ParameterizedTest
  @CsvSource({
    "enet_b0_8_best_vgaf, 224, 8, false, 0.485",
    "enet_b0_8_best_afew.onnx, 224, 8, false, 0.485",
    "enet_b2_8, 260, 8, false, 0.485",
    "enet_b0_8_va_mtl, 224, 8, true, 0.485",
    "enet_b2_7, 260, 7, false, 0.485",
    "mbf_va_mtl, 112, 8, true, 0.5",
    "ddamfnet, 112, 8, false, 0.485"
  })
  void theNameOfAFileOfEmotiEffLibSaysHowItIsUsed(
      String name, int size, int labels, boolean affect, double red) {
    OnnxPreset preset = OnnxPreset.emotiEffLib(name);
    assertThat(preset.input().size()).isEqualTo(size);
    assertThat(preset.outputs().labels()).hasSize(labels);
    assertThat(preset.outputs().affect()).isEqualTo(affect);
    assertThat(preset.input().mean().get(0)).isEqualTo(red);
  }

  /** Says that there are two faces side by side. */
  private static final class TwoFaces implements FaceDetector {

    @Override
    public List<DetectedFace> detect(BufferedImage image) {
      return image.getWidth() < 200
          ? List.of()
          : List.of(
              new DetectedFace(FaceRegion.of(10, 10, 80, 80), 0.9),
              new DetectedFace(FaceRegion.of(110, 10, 80, 80), 0.8));
    }

    @Override
    public String name() {
      return "two";
    }
  }
}
