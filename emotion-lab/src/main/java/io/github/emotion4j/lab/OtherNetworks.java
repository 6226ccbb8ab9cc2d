// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * The networks that a user would have otherwise, rebuilt from their descriptions to be timed in the
 * same engine. Their weights are random, which does not change what they cost.
 */
final class OtherNetworks {

  private static final int EMOTIONS = 7;
  private static final int HIDDEN = 1024;

  private OtherNetworks() {}

  /**
   * Makes the emotion network of DeepFace, for grey crops of 48x48.
   *
   * @return an uninitialized block
   * @see <a href="https://github.com/serengil/deepface">DeepFace, models/demography/Emotion.py</a>
   */
  static Block deepFace() {
    return new SequentialBlock()
        .add(convolution(64, 5))
        .add(Activation::relu)
        .add(Pool.maxPool2dBlock(new Shape(5, 5), new Shape(2, 2)))
        .add(convolution(64, 3))
        .add(Activation::relu)
        .add(convolution(64, 3))
        .add(Activation::relu)
        .add(Pool.avgPool2dBlock(new Shape(3, 3), new Shape(2, 2)))
        .add(convolution(128, 3))
        .add(Activation::relu)
        .add(convolution(128, 3))
        .add(Activation::relu)
        .add(Pool.avgPool2dBlock(new Shape(3, 3), new Shape(2, 2)))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(HIDDEN).build())
        .add(Activation::relu)
        .add(Linear.builder().setUnits(HIDDEN).build())
        .add(Activation::relu)
        .add(Linear.builder().setUnits(EMOTIONS).build());
  }

  private static Block convolution(int filters, int kernel) {
    return Conv2d.builder().setKernelShape(new Shape(kernel, kernel)).setFilters(filters).build();
  }

  /**
   * Makes mini_XCEPTION, for grey crops of 64x64.
   *
   * @return an uninitialized block
   * @see <a href="https://arxiv.org/abs/1710.07557">Arriaga et al., 2017, Real-time Convolutional
   *     Neural Networks for Emotion and Gender Classification</a>
   */
  static Block miniXception() {
    SequentialBlock network = new SequentialBlock();
    int channels = 8;
    for (int i = 0; i < 2; i++) {
      network.add(plain(channels, 3, 1, 0, 1)).add(BatchNorm.builder().build());
      network.add(Activation::relu);
    }
    for (int filters = 16; filters <= 128; filters *= 2) {
      network.add(module(channels, filters));
      channels = filters;
    }
    return network
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(EMOTIONS)
                .build())
        .add(Pool.globalAvgPool2dBlock());
  }

  private static Block module(int channels, int filters) {
    Block shortcut =
        new SequentialBlock().add(plain(filters, 1, 2, 0, 1)).add(BatchNorm.builder().build());
    Block separable =
        new SequentialBlock()
            .add(plain(channels, 3, 1, 1, channels))
            .add(plain(filters, 1, 1, 0, 1))
            .add(BatchNorm.builder().build())
            .add(Activation::relu)
            .add(plain(filters, 3, 1, 1, filters))
            .add(plain(filters, 1, 1, 0, 1))
            .add(BatchNorm.builder().build())
            .add(Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1)));
    return new ParallelBlock(OtherNetworks::sum, List.of(separable, shortcut));
  }

  private static Block plain(int filters, int kernel, int stride, int padding, int groups) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(padding, padding))
        .optGroups(groups)
        .optBias(false)
        .setFilters(filters)
        .build();
  }

  private static NDList sum(List<NDList> branches) {
    NDArray separable = branches.get(0).singletonOrThrow();
    return new NDList(separable.add(branches.get(1).singletonOrThrow()));
  }
}
