// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.ModelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeTest {

  @AfterEach
  void forgetTheChoice() {
    System.clearProperty(NetworkEngine.PROPERTY);
  }

  @Test
  void aMissingEngineIsNamedWithTheDependency() {
    assertThatThrownBy(() -> OnnxRuntime.require("NoSuchEngine", "A model in ONNX format"))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageContaining("A model in ONNX format needs")
        .hasMessageContaining("ai.djl.onnxruntime:onnxruntime-engine:0.36.0");
  }

  @Test
  void aMissingConverterIsNamedWithTheDependency() {
    assertThatThrownBy(() -> OnnxRuntime.load("ours", new ConvertibleNetwork() {}))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageContaining("io.github.emotion4j:emotion-onnx");
  }

  @Test
  void whatIsNoModelIsRefusedByName() {
    assertThatThrownBy(() -> OnnxRuntime.load("theirs.onnx", new byte[] {1, 2, 3}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("theirs.onnx")
        .hasMessageContaining("ONNX Runtime");
  }

  @Test
  void pyTorchIsTakenWhereItIs() {
    assertThat(NetworkEngine.chosen()).isEqualTo(NetworkEngine.PYTORCH);
  }

  @Test
  void thePropertyChooses() {
    System.setProperty(NetworkEngine.PROPERTY, "onnx_runtime");
    assertThat(NetworkEngine.chosen()).isEqualTo(NetworkEngine.ONNX_RUNTIME);
  }

  @Test
  void anEngineThatThereIsNotIsRefused() {
    System.setProperty(NetworkEngine.PROPERTY, "abacus");
    assertThatThrownBy(NetworkEngine::chosen)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("emotion4j.engine", "pytorch", "onnx_runtime", "ABACUS");
  }
}
