// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The figures of one epoch of training.
 *
 * @param epoch number of the epoch, from 1
 * @param learningRate the optimiser's step size at the end of the epoch, not negative
 * @param training how the network did on the faces it learned from, during the epoch
 * @param validation how its weights' average does on the validation set after the epoch
 * @param computation where it was computed, and what that took
 */
public record EpochFigures(
    int epoch,
    double learningRate,
    Training training,
    Validation validation,
    Computation computation) {

  /**
   * How a network did on the faces it learned from.
   *
   * @param loss mean loss over the epoch's batches, not negative
   * @param accuracy share of faces predicted rightly, 0 to 1
   */
  public record Training(double loss, double accuracy) {

    /**
     * Checks the figures; a loss that is NaN means that training has diverged.
     *
     * @param loss not negative
     * @param accuracy 0 to 1
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public Training {
      requireUpTo(Double.MAX_VALUE, "training loss", loss);
      requireUpTo(1, "training accuracy", accuracy);
    }
  }

  /**
   * How a network does on the validation set.
   *
   * @param loss mean loss, not negative
   * @param accuracy share of faces predicted rightly, 0 to 1
   * @param macroF1 unweighted mean of the emotions' F1, 0 to 1
   */
  public record Validation(double loss, double accuracy, double macroF1) {

    /**
     * Checks the figures.
     *
     * @param loss not negative
     * @param accuracy 0 to 1
     * @param macroF1 0 to 1
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public Validation {
      requireUpTo(Double.MAX_VALUE, "validation loss", loss);
      requireUpTo(1, "validation accuracy", accuracy);
      requireUpTo(1, "validation macroF1", macroF1);
    }
  }

  /**
   * Where an epoch was computed, which may be another place after a training was resumed, and what
   * that took.
   *
   * @param seconds wall-clock time of the epoch, validation included, not negative
   * @param dataSeconds part of it that was spent waiting for data, not negative
   * @param imagesPerSecond training faces in a second of the epoch, not negative
   * @param device such as {@code "gpu:0, NVIDIA H100 80GB HBM3"}
   * @param arithmetic the numbers that convolutions compute with, such as {@code "FLOAT32"}
   */
  public record Computation(
      double seconds,
      double dataSeconds,
      double imagesPerSecond,
      String device,
      String arithmetic) {

    /**
     * Checks the figures.
     *
     * @param seconds not negative
     * @param dataSeconds not negative
     * @param imagesPerSecond not negative
     * @param device any
     * @param arithmetic any
     * @throws IllegalArgumentException if a value is out of its range; the message names it
     */
    public Computation {
      requireUpTo(Double.MAX_VALUE, "seconds", seconds);
      requireUpTo(Double.MAX_VALUE, "dataSeconds", dataSeconds);
      requireUpTo(Double.MAX_VALUE, "imagesPerSecond", imagesPerSecond);
    }
  }

  /**
   * Checks the figures.
   *
   * @param epoch at least 1
   * @param learningRate not negative
   * @param training any
   * @param validation any
   * @param computation any
   * @throws IllegalArgumentException if a value is out of its range; the message names it
   */
  public EpochFigures {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, not " + epoch);
    }
    requireUpTo(Double.MAX_VALUE, "learningRate", learningRate);
  }

  /**
   * Finds the best epoch: the one with the highest validation accuracy, and among equals the first.
   *
   * @param history epochs in any order
   * @return the best, or empty if there are none
   */
  public static Optional<EpochFigures> best(List<EpochFigures> history) {
    return history.stream()
        .min(
            Comparator.comparingDouble((EpochFigures figures) -> figures.validation().accuracy())
                .reversed()
                .thenComparingInt(EpochFigures::epoch));
  }

  private static void requireUpTo(double most, String name, double value) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(
          name
              + " must be "
              + (most == 1 ? "in 0 to 1" : "finite and not negative")
              + ", not "
              + value);
    }
  }
}
