// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Sums loss and hits of the first head in an epoch's training batches, and stops a training whose
 * loss is no number. The figures stay on the device, for which nobody waits, until they are asked
 * for or those of {@value #READ_EVERY} batches are there. Used by one thread.
 */
final class BatchFigures implements AutoCloseable {

  /** After how many batches the device is waited for. */
  static final int READ_EVERY = 50;

  private final NDManager manager;
  private final NDIndex firstHead;
  private final NDList losses = new NDList();
  private final NDList hits = new NDList();
  private final List<Long> counts = new ArrayList<>();
  private Sums sums = Sums.ZERO;

  /**
   * Sums of an epoch's batches.
   *
   * @param loss of the losses of all faces
   * @param hits faces that were predicted rightly
   * @param faces all faces
   */
  record Sums(double loss, long hits, long faces) {

    static final Sums ZERO = new Sums(0, 0, 0);
  }

  /**
   * Begins at zero.
   *
   * @param parent of the device
   * @param classes number of logits of a head
   */
  BatchFigures(NDManager parent, int classes) {
    this.manager = parent.newSubManager();
    this.firstHead = new NDIndex(":, :" + classes);
  }

  void reset() {
    goOn(Sums.ZERO);
  }

  /** Goes on from what {@link #sums} gave. */
  void goOn(Sums before) {
    forget();
    sums = before;
  }

  Sums sums() {
    read();
    return sums;
  }

  double meanLoss() {
    return sums().loss() / sums().faces();
  }

  double accuracy() {
    return (double) sums().hits() / sums().faces();
  }

  long faces() {
    return sums().faces();
  }

  /** The mean loss of the batches that were read, for which nobody waits. */
  OptionalDouble lossSoFar() {
    return sums.faces() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sums.loss() / sums.faces());
  }

  /** Checks what a network gave. */
  static float[][] requireFinite(float[][] logits) {
    for (float[] row : logits) {
      for (float logit : row) {
        requireFinite("network's output", logit);
      }
    }
    return logits;
  }

  static void requireFinite(String what, float value) {
    if (!Float.isFinite(value)) {
      throw new TrainingException(
          "The "
              + what
              + " is "
              + value
              + ": the training has diverged; begin anew, in another output directory, with a"
              + " lower learningRate");
    }
  }

  /**
   * Adds a batch.
   *
   * @param loss the mean loss of its faces
   * @param predictions the logits
   * @param labels the wanted distributions
   * @throws TrainingException if the loss of this batch, or of one since the figures were last
   *     read, is not finite; told with the batch at which they are read
   */
  void add(NDArray loss, NDList predictions, NDList labels) {
    try (NDArray logits = predictions.head().stopGradient();
        NDArray ofFirst = logits.get(firstHead);
        NDArray targets = labels.head().get(firstHead);
        NDArray predicted = ofFirst.argMax(1);
        NDArray wanted = targets.argMax(1);
        NDArray equal = predicted.eq(wanted)) {
      keep(losses, loss.stopGradient());
      keep(hits, equal.countNonzero());
      counts.add(labels.head().getShape().get(0));
    }
    if (counts.size() >= READ_EVERY) {
      read();
    }
  }

  private void keep(NDList list, NDArray figure) {
    figure.attach(manager); // outlives its batch
    list.add(figure);
  }

  /** Waits until the device has done what it was asked for, and reads the figures. */
  void read() {
    if (counts.isEmpty()) {
      return;
    }
    try (NDArray allLosses = NDArrays.stack(losses);
        NDArray allHits = NDArrays.stack(hits)) {
      float[] means = allLosses.toFloatArray();
      long[] right = allHits.toLongArray();
      for (int i = 0; i < means.length; i++) {
        requireFinite("loss", means[i]);
        sums =
            new Sums(
                sums.loss() + means[i] * counts.get(i),
                sums.hits() + right[i],
                sums.faces() + counts.get(i));
      }
    } finally {
      forget();
    }
  }

  private void forget() {
    losses.close();
    losses.clear();
    hits.close();
    hits.clear();
    counts.clear();
  }

  @Override
  public void close() {
    forget();
    manager.close();
  }
}
