// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.report.EpochFigures;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a training.
 *
 * @param model folder of the best epoch's model
 * @param bestEpoch that epoch, from 1
 * @param validation the model's figures on the validation faces
 * @param history figures of all epochs
 */
public record TrainingResult(
    Path model, int bestEpoch, Evaluation validation, List<EpochFigures> history) {

  /**
   * Makes a result; the list is copied.
   *
   * @param model folder of the model
   * @param bestEpoch the best epoch
   * @param validation figures of the model
   * @param history figures of all epochs
   */
  public TrainingResult {
    history = List.copyOf(history);
  }
}
