// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.explain.EmotionExplainer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same detector on ONNX Runtime. */
final class OnnxRuntimeDetectorTest {

  private static final String ENGINE = "emotion4j.engine";
  private static final double LEAST_CONFIDENCE = 0.002;

  @AfterEach
  void forgetTheChoice() {
    System.clearProperty(ENGINE);
  }

  private static EmotionDetector detector(String engine) {
    System.setProperty(ENGINE, engine);
    return DjlEmotionDetector.builder().minFaceConfidence(LEAST_CONFIDENCE).build();
  }

  /** A drawn face, which a detector with hardly any threshold takes for one. */
  private static BufferedImage face() {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(90, 110, 130));
    g.fillRect(0, 0, 320, 240);
    g.setColor(new Color(60, 40, 30));
    g.fillOval(95, 20, 130, 180);
    g.setColor(new Color(224, 180, 150));
    g.fillOval(105, 40, 110, 160);
    g.setColor(new Color(70, 45, 35));
    g.fillRect(122, 92, 28, 6);
    g.fillRect(170, 92, 28, 6);
    g.setColor(Color.WHITE);
    g.fillOval(124, 102, 26, 14);
    g.fillOval(170, 102, 26, 14);
    g.setColor(new Color(40, 30, 25));
    g.fillOval(131, 102, 13, 14);
    g.fillOval(177, 102, 13, 14);
    g.setColor(new Color(190, 140, 115));
    g.fillOval(150, 120, 20, 24);
    g.setColor(new Color(165, 70, 70));
    g.fillArc(132, 140, 56, 34, 180, 180);
    g.dispose();
    return image;
  }

  @Test
  void itFindsTheSameFacesAndReadsTheSameEmotions() {
    List<ImageSource> pictures =
        List.of(
            ImageSource.of(face()),
            ImageSource.of(new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR)));
    try (EmotionDetector pytorch = detector("pytorch");
        EmotionDetector onnx = detector("onnx_runtime")) {
      assertThat(pytorch.diagnose().engine()).startsWith("PyTorch");
      assertThat(onnx.diagnose().engine()).startsWith("OnnxRuntime");
      assertThat(onnx.diagnose().modelSha256()).isEqualTo(pytorch.diagnose().modelSha256());
      List<EmotionResult> expected = pytorch.analyzeAll(pictures).get(0).orElseThrow();
      List<EmotionResult> found = onnx.analyzeAll(pictures).get(0).orElseThrow();
      assertThat(expected).isNotEmpty();
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).region().overlap(expected.get(i).region())).isGreaterThan(0.98);
        for (Emotion emotion : Emotion.values()) {
          assertThat(found.get(i).probability(emotion))
              .isCloseTo(expected.get(i).probability(emotion), within(1e-3));
        }
      }
    }
  }

  @Test
  void itIsSafeToShareAndToClose() {
    EmotionDetector onnx = detector("onnx_runtime");
    List<String> emotions =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> onnx.analyze(face()).get(0).dominantEmotion().label())
            .toList();
    assertThat(emotions).containsOnly(emotions.get(0));
    onnx.close();
    onnx.close();
  }

  @Test
  void itWorksWithoutPyTorchOnTheClassPath(@TempDir Path folder) throws Exception {
    assertThat(run(folder, withoutPyTorch()))
        .startsWith("OnnxRuntime ")
        .contains("analyzed 0 faces")
        .contains("explained by occlusion: 12 rows")
        .contains("MissingDependencyException: Gradients are computed by PyTorch")
        .contains("explain by occlusion");
  }

  private static String withoutPyTorch() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("pytorch"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(Path folder, String classPath)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                classPath,
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  /** What a user writes. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      try (EmotionDetector detector = EmotionDetector.create()) {
        System.out.println(detector.diagnose().engine());
        BufferedImage blank = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        System.out.println("analyzed " + detector.analyze(blank).size() + " faces");
        detector.warmUp();
        explain(blank);
      }
    }

    private static void explain(BufferedImage blank) {
      FaceRegion region = FaceRegion.of(0, 0, 48, 48);
      try (EmotionModel model = EmotionModel.embedded();
          EmotionExplainer explainer = new EmotionExplainer(model)) {
        int rows = explainer.explain(blank, region, Emotion.HAPPY).rows().size();
        System.out.println("explained by occlusion: " + rows + " rows");
      }
      try {
        EmotionExplainer.byGradients(EmbeddedModels.read("combined")).close();
      } catch (MissingDependencyException e) {
        System.out.println(e);
      }
    }
  }
}
