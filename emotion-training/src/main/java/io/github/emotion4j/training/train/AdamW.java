// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, 2017, arXiv 1711.05101, algorithm 2).
 */
final class AdamW extends ResumableOptimizer {

  private static final String FIRST = "first";
  private static final String SECOND = "second";
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  AdamW(double weightDecay) {
    super(new Defaults(), (float) weightDecay, FIRST, SECOND);
  }

  @Override
  void change(String parameterId, NDArray weight, NDArray gradient) {
    NDArray first = state(FIRST, parameterId, weight);
    NDArray second = state(SECOND, parameterId, weight);
    double correction1 = 1 - Math.pow(BETA_1, step());
    double correction2 = 1 - Math.pow(BETA_2, step());
    try (NDArray values = weight.stopGradient();
        NDArray part = gradient.mul(1 - BETA_1);
        NDArray square = gradient.square();
        NDArray squarePart = square.muli(1 - BETA_2)) {
      first.muli(BETA_1).addi(part);
      second.muli(BETA_2).addi(squarePart);
      values.muli(1 - learningRate() * decayOf(weight));
      try (NDArray corrected = second.mul(1 / correction2);
          NDArray root = corrected.sqrt();
          NDArray denominator = root.addi(EPSILON);
          NDArray change = first.div(denominator)) {
        values.subi(change.muli(learningRate() / correction1));
      }
    }
  }
}
