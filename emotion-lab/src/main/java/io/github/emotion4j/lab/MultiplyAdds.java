// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;

/** Counts the multiplications of a network's convolutions and dense layers. */
final class MultiplyAdds {

  private MultiplyAdds() {}

  /**
   * Counts.
   *
   * @param block an initialized network of sequential and parallel blocks
   * @param input what it is given
   * @return multiply-adds of one forward pass
   */
  static long of(Block block, Shape input) {
    Shape[] shape = {input};
    long sum = 0;
    if (block instanceof SequentialBlock) {
      for (Block child : block.getChildren().values()) {
        sum += of(child, shape[0]);
        shape = child.getOutputShapes(shape);
      }
    } else if (block instanceof ParallelBlock) {
      for (Block child : block.getChildren().values()) {
        sum += of(child, input);
      }
    } else if (block instanceof Conv2d convolution) {
      long weights = convolution.getKernelShape().size() * input.get(1) / convolution.getGroups();
      sum = weights * block.getOutputShapes(shape)[0].size();
    } else if (block instanceof Linear) {
      long inputs = input.size() / input.get(0);
      sum = inputs * block.getOutputShapes(shape)[0].size();
    }
    return sum;
  }
}
