// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.List;

/**
 * The exponential moving average of a network's parameters, running statistics included (Polyak and
 * Juditsky, 1992; as in Tarvainen and Valpola, 2017, arXiv 1703.01780). It begins quickly: the
 * decay is at most (1 + t) / (10 + t) after t steps.
 */
final class WeightAverage {

  private final double decay;

  WeightAverage(double decay) {
    this.decay = decay;
  }

  void update(Block average, Block current, int step) {
    double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
    List<Parameter> targets = average.getParameters().values();
    List<Parameter> sources = current.getParameters().values();
    for (int i = 0; i < targets.size(); i++) {
      try (NDArray target = targets.get(i).getArray().stopGradient();
          NDArray source = sources.get(i).getArray().stopGradient();
          NDArray part = source.mul(1 - kept)) {
        target.muli(kept).addi(part);
      }
    }
  }
}
