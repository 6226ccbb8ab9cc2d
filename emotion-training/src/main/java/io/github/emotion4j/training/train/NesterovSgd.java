// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;

/**
 * Stochastic gradient descent with Nesterov's momentum, in the form of Sutskever et al., 2013: v =
 * momentum v + g; w = w - rate (g + momentum v), where g is the gradient plus decay times w.
 */
final class NesterovSgd extends ResumableOptimizer {

  private static final String VELOCITY = "velocity";

  private final float momentum;

  NesterovSgd(double momentum, double weightDecay) {
    super(new Defaults(), (float) weightDecay, VELOCITY);
    this.momentum = (float) momentum;
  }

  @Override
  void change(String parameterId, NDArray weight, NDArray gradient) {
    NDArray velocity = state(VELOCITY, parameterId, weight);
    try (NDArray values = weight.stopGradient();
        NDArray decayed = values.mul(decayOf(weight));
        NDArray sum = gradient.addi(decayed)) {
      velocity.muli(momentum).addi(sum);
      try (NDArray ahead = velocity.mul(momentum);
          NDArray change = ahead.addi(sum)) {
        values.subi(change.muli(learningRate()));
      }
    }
  }
}
