// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private Block initialized(Architecture architecture, int size) {
    Block block = architecture.newBlock(0.3);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, size, size));
    return block;
  }

  private NDArray forward(Block block, NDArray input) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(input), false)
        .singletonOrThrow();
  }

  @ParameterizedTest
  @EnumSource
  void givesSevenLogitsAFace(Architecture architecture) {
    Block block = initialized(architecture, 48);

    assertThat(forward(block, manager.randomNormal(new Shape(3, 1, 48, 48))).getShape())
        .isEqualTo(new Shape(3, 7));
  }

  @ParameterizedTest
  @EnumSource
  void hasAsManyOutputsAsAskedFor(Architecture architecture) {
    Block block = architecture.newBlock(14, 0.3);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));

    assertThat(forward(block, manager.randomNormal(new Shape(2, 1, 48, 48))).getShape())
        .isEqualTo(new Shape(2, 14));
  }

  @Test
  void refusesToHaveNoOutput() {
    assertThatThrownBy(() -> Architecture.PLAIN_CNN.newBlock(0, 0.3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }

  @ParameterizedTest
  @EnumSource
  void tellsItsOutputShape(Architecture architecture) {
    Block block = initialized(architecture, 48);

    assertThat(block.getOutputShapes(new Shape[] {new Shape(5, 1, 48, 48)}))
        .containsExactly(new Shape(5, 7));
  }

  @ParameterizedTest
  @CsvSource({"COMPACT_RESNET, 0.70", "MEDIUM_RESNET, 1.20", "PLAIN_CNN, 1.27"})
  void hasTheDocumentedNumberOfParameters(Architecture architecture, double millions) {
    long count = 0;
    for (Parameter parameter : initialized(architecture, 48).getParameters().values()) {
      count += parameter.getArray().size();
    }

    assertThat(count / 1e6).isCloseTo(millions, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 44, 48, 64})
  void compactResNetTakesAnySize(int size) {
    Block block = initialized(Architecture.COMPACT_RESNET, 48);

    assertThat(forward(block, manager.randomNormal(new Shape(2, 1, size, size))).getShape())
        .isEqualTo(new Shape(2, 7));
  }

  @Test
  void thePlainCnnAloneTakesOneSize() {
    assertThat(Architecture.COMPACT_RESNET.anySize()).isTrue();
    assertThat(Architecture.MEDIUM_RESNET.anySize()).isTrue();
    assertThat(Architecture.PLAIN_CNN.anySize()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aFaceGetsTheSameLogitsInAnyBatch(Architecture architecture) {
    Block block = initialized(architecture, 48);
    NDArray batch = manager.randomNormal(new Shape(4, 1, 48, 48));

    float[] together = forward(block, batch).get(2).toFloatArray();

    assertThat(forward(block, batch.get("2:3")).toFloatArray())
        .containsExactly(together, within(1e-4f));
  }

  @ParameterizedTest
  @EnumSource
  void dropoutIsInactiveInEvaluation(Architecture architecture) {
    Block block = initialized(architecture, 48);
    NDArray batch = manager.randomNormal(new Shape(2, 1, 48, 48));

    assertThat(forward(block, batch).toFloatArray())
        .isEqualTo(forward(block, batch).toFloatArray());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 2, Double.NaN})
  void refusesADropoutOutOfRange(double dropout) {
    assertThatThrownBy(() -> Architecture.PLAIN_CNN.newBlock(dropout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout")
        .hasMessageContaining("not " + dropout);
  }
}
