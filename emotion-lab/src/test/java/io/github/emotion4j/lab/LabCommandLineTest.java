// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabCommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    return LabMain.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private JsonNode json() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  private Path sample(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream stream = LabCommandLineTest.class.getResourceAsStream("/samples/" + name)) {
      Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** A data set of a few faces that differ by emotion, as Kaggle's folder. */
  private Path smallDataSet() throws IOException {
    Random random = new Random(1);
    for (Emotion emotion : Emotion.values()) {
      BufferedImage mean = ImageIO.read(sample(emotion.label() + ".png").toFile());
      for (int i = 0; i < 8; i++) {
        BufferedImage face = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
        face.getGraphics().drawImage(mean, random.nextInt(3) - 1, random.nextInt(3) - 1, null);
        String split = i < 6 ? "train/%s/Training_%d.png" : "test/%s/PublicTest_%d.png";
        Path file = folder.resolve("faces").resolve(String.format(split, emotion.label(), i));
        Files.createDirectories(file.getParent());
        ImageIO.write(face, "png", file.toFile());
      }
    }
    return folder.resolve("faces");
  }

  @Test
  void comparesFaceDetectors() throws IOException {
    Path shared = Path.of(System.getProperty("emotion4j.shared"));
    assumeThat(shared).as("../shared, with YuNet").isDirectory();
    Path yuNet = shared.resolve("models/yunet_n_640_640.onnx");
    sample("sheet.png");

    int code =
        run(
            "benchmark-detector",
            "--pictures",
            folder.toString(),
            "--reference",
            yuNet.toString(),
            "--json",
            "embedded",
            "yunet:" + yuNet,
            "whole");

    assertThat(code).as(err.toString()).isZero();
    assertThat(json().path("required").path("sheet.png").asInt()).isEqualTo(7);
    JsonNode rows = json().path("detectors");
    assertThat(rows).hasSize(3);
    assertThat(rows.path(1).path("recall").asDouble()).isEqualTo(1);
    assertThat(rows.path(2).path("recall").asDouble()).isZero();
    assertThat(rows.path(0).path("found").path("sheet.png").asInt()).isEqualTo(7);
  }

  @Test
  void trainsASecondLookForAFaceDetector() throws IOException {
    Path shared = Path.of(System.getProperty("emotion4j.shared"));
    assumeThat(shared).as("../shared, with YuNet").isDirectory();
    Path model = folder.resolve("detector");

    int code =
        run(
            "train-detector",
            "--data",
            smallDataSet().toString(),
            "--teacher",
            shared.resolve("models/yunet_n_640_640.onnx").toString(),
            "--out",
            model.toString(),
            "--refine",
            "embedded",
            "--epochs",
            "4",
            "--scenes-per-epoch",
            "240",
            "--validation-scenes",
            "40");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("validationRecall");
    assertThat(FaceModelFile.read(model).card().confidence().refines()).isTrue();
  }

  @Test
  void saysWhichThresholdSuitsAFaceDetector() throws IOException {
    Path shared = Path.of(System.getProperty("emotion4j.shared"));
    assumeThat(shared).as("../shared, with YuNet").isDirectory();

    int code =
        run(
            "calibrate-detector",
            "--data",
            smallDataSet().toString(),
            "--teacher",
            shared.resolve("models/yunet_n_640_640.onnx").toString(),
            "--scenes",
            "5",
            "--json",
            "embedded");

    assertThat(code).as(err.toString()).isZero();
    JsonNode row = json().path(0);
    assertThat(row.path("faces").asInt()).isPositive();
    assertThat(row.path("own").path("threshold").asDouble())
        .isEqualTo(EmotionZoo.readFaceDetector().card().scoreThreshold());
    assertThat(f1(row.path("best_f1"))).isBetween(Math.max(0.5, f1(row.path("own"))), 1.0);
  }

  private static double f1(JsonNode figures) {
    double recall = figures.path("recall").asDouble();
    double precision = figures.path("precision").asDouble();
    return 2 * recall * precision / (recall + precision);
  }

  @Test
  void measuresHowFastEachArithmeticTrains() {
    String small = "--architecture COMPACT_RESNET --batch-size 2 --crop-size 16 --rounds 1";
    assertThat(run(("benchmark-training " + small).split(" "))).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("Steps of 2 faces of 16x16, COMPACT_RESNET.")
        .containsPattern("\\| DJL's blocks \\| \\d+ \\| \\d+ \\| 1\\.00 \\|")
        .containsPattern("\\| FLOAT32 \\| \\d+ \\| \\d+ \\| \\d+\\.\\d\\d \\|")
        .containsPattern("\\| BFLOAT16 \\| \\d+ \\| \\d+ \\| \\d+\\.\\d\\d \\|");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-detector --data x --out y",
        "train-detector --data x --out y --teacher z --refine embedded --refine-epochs 2",
        "calibrate-detector --data x embedded",
        "calibrate-detector --data x --teacher y",
        "benchmark-detector --pictures x --reference y",
        "benchmark-detector --pictures x --reference y --size",
        "benchmark-training --architecture MAGIC"
      })
  void answersWrongUsageWithOneLineAndExitCode2(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train-detector --data x --out y --teacher missing.onnx",
        "train-detector --data x --out y --teacher z --refine missing",
        "calibrate-detector --data x --teacher missing.onnx embedded",
        "benchmark-detector --pictures missing --reference missing.onnx embedded"
      })
  void answersAFailureWithOneLineAndExitCode1(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ").contains("missing");
  }
}
