// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MultiplyAddsTest {

  private final NDManager manager = NDManager.newBaseManager(PyTorch.ENGINE);

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private Block initialized(Block block, int size) {
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, size, size));
    return block;
  }

  private Shape output(Block block, int size) {
    return block
        .forward(
            new ParameterStore(manager, false),
            new NDList(manager.ones(new Shape(2, 1, size, size))),
            false)
        .singletonOrThrow()
        .getShape();
  }

  @Test
  void countsAConvolutionAndADenseLayer() {
    Block block =
        new SequentialBlock()
            .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(2).build())
            .add(Linear.builder().setUnits(5).build());
    initialized(block, 4);

    // Two filters of 3x3 at 2x2 places; a dense layer over the last axis of 2x2x2.
    assertThat(MultiplyAdds.of(block.getChildren().values().get(0), new Shape(1, 1, 4, 4)))
        .isEqualTo(72);
  }

  @Test
  void countsAsMuchAsTheArchitectureSays() {
    Block block = initialized(Architecture.COMPACT_RESNET.newBlock(0), 48);

    assertThat(MultiplyAdds.of(block, new Shape(1, 1, 48, 48))).isBetween(61_000_000L, 63_000_000L);
  }

  @Test
  void otherNetworksGiveSevenLogitsAFace() {
    assertThat(output(initialized(OtherNetworks.deepFace(), 48), 48)).isEqualTo(new Shape(2, 7));
    assertThat(output(initialized(OtherNetworks.miniXception(), 64), 64))
        .isEqualTo(new Shape(2, 7));
  }

  @Test
  void otherNetworksHaveAsManyParametersAsTheirAuthorsSay() {
    // DeepFace's summary tells 1,485,831; the paper on mini_XCEPTION about 60,000.
    assertThat(parameters(initialized(OtherNetworks.deepFace(), 48))).isEqualTo(1_485_831);
    assertThat(parameters(initialized(OtherNetworks.miniXception(), 64)))
        .isBetween(50_000L, 65_000L);
  }

  private static long parameters(Block block) {
    return block.getParameters().values().stream()
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }
}
