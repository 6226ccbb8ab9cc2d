// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;

/** What a step of a training learns: forward, loss, backward. The optimizer changes the weights. */
final class TrainingStep {

  private TrainingStep() {}

  /**
   * Learns from a batch, which lies on the trainer's one device. Does not wait for the device.
   *
   * @param trainer of the network
   * @param data what the network is given; what is computed belongs to its manager
   * @param labels what the loss compares with
   * @param figures takes the loss before the step, and the hits
   * @return what the network gave for the data before the step
   * @throws TrainingException as {@link BatchFigures#add} does
   */
  static NDList run(Trainer trainer, NDList data, NDList labels, BatchFigures figures) {
    NDList predictions;
    NDArray loss;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      predictions = trainer.forward(data, labels);
      loss = trainer.getLoss().evaluate(labels, predictions);
      collector.backward(loss);
    }
    figures.add(loss, predictions, labels);
    return predictions;
  }
}
