// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.util.function.Function;

/** One step of a training: forward, loss, backward, change of the weights. */
final class TrainingStep {

  private TrainingStep() {}

  /**
   * Learns from a batch.
   *
   * @param input makes what the network is given; the manager frees it
   * @param labels makes what the loss compares with
   * @return the loss before the step
   * @throws TrainingException if the loss is not finite; then nothing has changed
   */
  static double run(
      Trainer trainer,
      Loss loss,
      Function<NDManager, NDArray> input,
      Function<NDManager, NDList> labels) {
    try (NDManager scratch = trainer.getManager().newSubManager()) {
      NDArray given = input.apply(scratch);
      NDList wanted = labels.apply(scratch);
      float value;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(given));
        NDArray result = loss.evaluate(wanted, output);
        value = result.getFloat();
        BatchFigures.requireFinite("loss", value);
        collector.backward(result);
      }
      trainer.step();
      return value;
    }
  }

  /** Copies an array; the copy, and what is computed from it, is the manager's to free. */
  static NDArray copy(NDArray array, NDManager manager) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return copy;
  }
}
