// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.onnx.OnnxExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  private int export(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "export";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err, true), all);
  }

  @Test
  void anEmbeddedModelIsWrittenAsOnnx() {
    Path file = folder.resolve("combined.onnx");
    assertThat(export("--to", "onnx", "--out", file.toString())).isZero();
    assertThat(file).hasBinaryContent(OnnxExport.bytes(EmbeddedModels.read("combined")));
  }

  @Test
  void aModelIsWrittenAsTorchScript() throws IOException {
    Path file = folder.resolve("fer2013.pt");
    assertThat(export("--model", "fer2013", "--to", "torchscript", "--out", file.toString()))
        .isZero();
    assertThat(
            new String(Files.readAllBytes(file), 0, 2, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("PK");
  }

  @Test
  void theFaceDetectorIsWrittenAsOnnx() {
    Path file = folder.resolve("faces.onnx");
    assertThat(export("--face-detector", "embedded", "--out", file.toString())).isZero();
    assertThat(file).hasBinaryContent(OnnxExport.bytes(FaceModelFile.embedded()));
  }

  @Test
  void aFileIsNotReplacedUnlessAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.onnx"), "mine");
    assertThat(export("--out", file.toString())).isEqualTo(2);
    assertThat(file).hasContent("mine");
    assertThat(err.toString()).contains("--overwrite");
    assertThat(export("--out", file.toString(), "--overwrite")).isZero();
    assertThat(file).hasBinaryContent(OnnxExport.bytes(EmbeddedModels.read("combined")));
  }

  @Test
  void aFaceDetectorOfOthersIsRefused() {
    assertThat(
            export("--face-detector", "yunet:x.onnx", "--out", folder.resolve("x.onnx").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("embedded and trained:DIR");
  }
}
