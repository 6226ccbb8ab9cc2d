// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.report.EpochFigures;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where a training stands.
 *
 * @param epoch the epoch that is trained, from 1
 * @param epochs all epochs
 * @param batch steps of the epoch that are done, from 0
 * @param batches all steps of an epoch
 * @param trainLoss mean loss of the epoch's batches as far as it is known: the device is asked for
 *     it every 50 batches and at the epoch's end, which costs it a wait; empty before
 * @param history figures of the epochs that are done
 */
public record TrainingProgress(
    int epoch,
    int epochs,
    int batch,
    int batches,
    OptionalDouble trainLoss,
    List<EpochFigures> history) {

  /**
   * Makes a progress; the list is copied.
   *
   * @param epoch the epoch
   * @param epochs all epochs
   * @param batch steps done
   * @param batches all steps
   * @param trainLoss mean loss
   * @param history epochs done
   */
  public TrainingProgress {
    history = List.copyOf(history);
  }
}
