// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.report.EpochFigures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The result of a training.
 *
 * @param model folder of the best epoch's model
 * @param end why the training ended
 * @param history figures of all epochs
 * @param evaluation the model's figures on the validation faces; empty if the training was
 *     cancelled before its first epoch ended
 * @param files what the folder holds, in order: models, checkpoint, history, pictures, report
 * @param warnings sentences about what makes the figures less than they look; the report has them
 * @param choseEpoch whether the epoch is kept that is best on the validation faces; else it is the
 *     last, as with folds and where few faces were held out
 */
public record TrainingResult(
    Path model,
    End end,
    List<EpochFigures> history,
    Optional<Evaluation> evaluation,
    List<Path> files,
    List<String> warnings,
    boolean choseEpoch) {

  /** Why a training ended. */
  public enum End {
    /** All epochs are done. */
    FINISHED,
    /** There was no new best for as long as the {@code patience} was. */
    STOPPED_EARLY,
    /** It was cancelled; the checkpoint is of its last step, from which a resumed one goes on. */
    CANCELLED
  }

  /**
   * Makes a result; the lists are copied.
   *
   * @param model folder of the model
   * @param end why the training ended
   * @param history figures of all epochs
   * @param evaluation figures of the model
   * @param files what the folder holds
   * @param warnings about the figures
   * @param choseEpoch whether the best epoch is kept
   */
  public TrainingResult {
    history = List.copyOf(history);
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /**
   * Tells which epoch's model was kept.
   *
   * @return the epoch, from 1
   * @throws IllegalStateException if there is no model yet
   */
  public int bestEpoch() {
    EpochFigures best = EpochFigures.best(history).orElseThrow(this::noModel);
    return choseEpoch ? best.epoch() : history.get(history.size() - 1).epoch();
  }

  /**
   * Tells how good the model is.
   *
   * @return its figures on the validation faces
   * @throws IllegalStateException if there is no model yet
   */
  public Evaluation validation() {
    return evaluation.orElseThrow(this::noModel);
  }

  private IllegalStateException noModel() {
    return new IllegalStateException(
        "There is no model in "
            + model
            + " yet: the training was cancelled before its first epoch ended; resume it");
  }
}
