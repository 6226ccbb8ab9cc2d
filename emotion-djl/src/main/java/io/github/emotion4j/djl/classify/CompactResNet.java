// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.github.emotion4j.djl.internal.torchscript.Branches;
import io.github.emotion4j.djl.internal.torchscript.Layer;
import java.util.List;

/**
 * The networks of {@link Architecture#COMPACT_RESNET} and {@link Architecture#MEDIUM_RESNET}.
 *
 * <p>The stem halves the resolution at once: on a CPU, training with a stem at full resolution
 * takes three times as long for the same number of multiply-adds.
 */
final class CompactResNet {

  private static final int SQUEEZE_RATIO = 8;

  private CompactResNet() {}

  /** Some residual blocks of the same width; the first of a stage but the first halves the size. */
  record Stage(int channels, int blocks) {}

  static Block newBlock(List<Stage> stages, int outputs, float dropout) {
    int channels = stages.get(0).channels();
    SequentialBlock network = new SequentialBlock();
    network.add(normalizedConvolution(channels, 5, 2)).add(Layer.RELU.newBlock());
    for (Stage stage : stages) {
      for (int i = 0; i < stage.blocks(); i++) {
        if (stage.channels() == channels) {
          network.add(residualBlock(channels, 1, Layer.IDENTITY.newBlock()));
        } else {
          channels = stage.channels();
          network.add(residualBlock(channels, 2, normalizedConvolution(channels, 1, 2)));
        }
      }
    }
    return network
        .add(Layer.GLOBAL_AVERAGE_POOL.newBlock())
        .add(Layer.FLATTEN.newBlock())
        .add(Dropout.builder().optRate(dropout).build())
        .add(Linear.builder().setUnits(outputs).build());
  }

  private static Block residualBlock(int channels, int stride, Block shortcut) {
    Block residual =
        new SequentialBlock()
            .add(normalizedConvolution(channels, 3, stride))
            .add(Layer.RELU.newBlock())
            .add(normalizedConvolution(channels, 3, 1))
            .add(squeezeAndExcitation(channels));
    return new Branches(Branches.Join.ADD_RELU, residual, shortcut);
  }

  private static Block normalizedConvolution(int channels, int kernel, int stride) {
    return new SequentialBlock()
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(false)
                .setFilters(channels)
                .build())
        .add(BatchNorm.builder().build());
  }

  private static Block squeezeAndExcitation(int channels) {
    Block gate =
        new SequentialBlock()
            .add(Layer.GLOBAL_AVERAGE_POOL.newBlock())
            .add(Layer.FLATTEN.newBlock())
            .add(Linear.builder().setUnits(channels / SQUEEZE_RATIO).build())
            .add(Layer.RELU.newBlock())
            .add(Linear.builder().setUnits(channels).build())
            .add(Layer.SIGMOID.newBlock());
    return new Branches(Branches.Join.SCALE, Layer.IDENTITY.newBlock(), gate);
  }
}
