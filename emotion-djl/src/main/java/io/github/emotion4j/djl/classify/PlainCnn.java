// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import io.github.emotion4j.djl.internal.torchscript.Layer;

/** The network of {@link Architecture#PLAIN_CNN}. */
final class PlainCnn {

  private static final int[] CHANNELS = {32, 64, 128};
  private static final int HIDDEN = 256;

  private PlainCnn() {}

  static Block newBlock(int outputs, float dropout) {
    SequentialBlock network = new SequentialBlock();
    for (int channels : CHANNELS) {
      network
          .add(
              Conv2d.builder()
                  .setKernelShape(new Shape(3, 3))
                  .optPadding(new Shape(1, 1))
                  .setFilters(channels)
                  .build())
          .add(Layer.RELU.newBlock())
          .add(Layer.MAX_POOL.newBlock())
          .add(Dropout.builder().optRate(dropout / 2).build());
    }
    return network
        .add(Layer.FLATTEN.newBlock())
        .add(Linear.builder().setUnits(HIDDEN).build())
        .add(Layer.RELU.newBlock())
        .add(Dropout.builder().optRate(dropout).build())
        .add(Linear.builder().setUnits(outputs).build());
  }
}
