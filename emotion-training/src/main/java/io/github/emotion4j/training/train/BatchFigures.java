// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import java.util.Map;

/**
 * Sums loss and hits of the first head in an epoch's training batches, and stops a training whose
 * loss is no number.
 */
final class BatchFigures extends TrainingListenerAdapter {

  private final Loss loss;
  private final NDIndex firstHead;
  private double lossSum;
  private long hits;
  private long faces;

  BatchFigures(Loss loss, int classes) {
    this.loss = loss;
    this.firstHead = new NDIndex(":, :" + classes);
  }

  void reset() {
    lossSum = 0;
    hits = 0;
    faces = 0;
  }

  double meanLoss() {
    return lossSum / faces;
  }

  double accuracy() {
    return (double) hits / faces;
  }

  long faces() {
    return faces;
  }

  static void requireFinite(String what, float value) {
    if (!Float.isFinite(value)) {
      throw new TrainingException(
          "The "
              + what
              + " is "
              + value
              + ": the training has diverged; begin anew, in another output directory, with a"
              + " lower learningRate or more warmUpEpochs");
    }
  }

  @Override
  public void onTrainingBatch(Trainer trainer, BatchData batch) {
    for (Map.Entry<Device, NDList> entry : batch.getPredictions().entrySet()) {
      NDList predictions = entry.getValue();
      NDList labels = batch.getLabels().get(entry.getKey());
      long count = labels.get(0).getShape().get(0);
      try (NDArray value = loss.evaluate(labels, predictions);
          NDArray logits = predictions.get(0).get(firstHead);
          NDArray targets = labels.get(0).get(firstHead);
          NDArray predicted = logits.argMax(1);
          NDArray wanted = targets.argMax(1);
          NDArray equal = predicted.eq(wanted);
          NDArray hit = equal.countNonzero()) {
        float mean = value.getFloat();
        requireFinite("loss", mean);
        lossSum += mean * count;
        hits += hit.getLong();
        faces += count;
      }
    }
  }
}
