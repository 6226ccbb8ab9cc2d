// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/**
 * Cross-entropy with a distribution for each face and head, the mean of both.
 *
 * <p>Labels and predictions are of shape (N, heads x classes). The distributions need not sum to
 * one: their sum is the weight of the face, and zero leaves it out.
 */
final class SoftLabelLoss extends Loss {

  private final int classes;

  SoftLabelLoss(int classes) {
    super("loss");
    this.classes = classes;
  }

  @Override
  public NDArray evaluate(NDList labels, NDList predictions) {
    NDArray logits = predictions.singletonOrThrow().reshape(-1, classes);
    NDArray targets = labels.singletonOrThrow().reshape(-1, classes);
    return logits.logSoftmax(1).mul(targets).sum(new int[] {1}).mean().neg();
  }
}
