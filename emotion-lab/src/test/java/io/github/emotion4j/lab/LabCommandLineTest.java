// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  @Test
  void aServiceThatDoesNotStartIsNoMeasurement() throws IOException {
    int code =
        run(
            "measure-service",
            "--server=" + folder.resolve("none.jar"),
            "--picture=" + sample("sheet.png"),
            "--seconds=0");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("the server did not start; see ", "server.log");
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
    JsonNode result = json().path(0);
    assertThat(result.path("required").path("sheet.png").asInt()).isEqualTo(7);
    JsonNode rows = result.path("detectors");
    assertThat(rows).hasSize(3);
    assertThat(rows.path(1).path("recall").asDouble()).isEqualTo(1);
    assertThat(rows.path(2).path("recall").asDouble()).isZero();
    assertThat(rows.path(0).path("found").path("sheet.png").asInt()).isEqualTo(7);
  }

  @Test
  void measuresHowFastEachArithmeticAndTheLastLayerTrain() {
    String small =
        "--architecture COMPACT_RESNET --batch-size 7 --crop-size 16 --faces 70 --epochs 2"
            + " --head-epochs 2";
    assertThat(run(("benchmark-training " + small).split(" "))).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("Epochs of 70 faces of 16x16 in batches of 7, COMPACT_RESNET")
        .containsPattern("\\| all, FLOAT32 \\| \\d+ \\| \\d+\\.\\d % \\|")
        .containsPattern("\\| all, BFLOAT16 \\| \\d+ \\| \\d+\\.\\d % \\|")
        .containsPattern("\\| the last layer, FLOAT32 \\| \\d+ \\| \\d+\\.\\d % \\|")
        .containsPattern("takes \\d+ microseconds of one processor");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "benchmark-detector --pictures missing --reference missing.onnx embedded",
        "benchmark-detector --annotated missing.zip whole"
      })
  void answersAFailureWithOneLineAndExitCode1(String arguments) {
    assertThat(run(arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString().strip()).hasLineCount(1).startsWith("error: ").contains("missing");
  }
}
