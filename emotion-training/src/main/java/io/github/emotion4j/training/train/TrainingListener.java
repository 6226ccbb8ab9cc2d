// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.nio.file.Path;

/**
 * Is told how a training goes: for a progress bar, a log, a chart of one's own.
 *
 * <p>All methods are called by the thread that trains, which waits for them. What a listener throws
 * ends the training; its last checkpoint is intact. To end one without a failure, {@linkplain
 * EmotionTrainer#cancel() cancel} it or interrupt the calling thread. {@linkplain
 * EmotionTrainerBuilder#djlListener DJL's own listeners} are given the network and the batches
 * instead of figures.
 */
public interface TrainingListener {

  /**
   * A training of several begins, as they are for folds.
   *
   * @param name such as {@code fold 2 of 5}, and at last {@code all faces}
   */
  default void partBegan(String name) {}

  /**
   * Something makes the figures less than they look; told at the begin or at the end, and in the
   * report.
   *
   * @param warning a sentence
   */
  default void warned(String warning) {}

  /**
   * An epoch begins, or goes on where a resumed training stood.
   *
   * @param progress where the training stands
   */
  default void epochBegan(TrainingProgress progress) {}

  /**
   * A step was taken.
   *
   * @param progress where the training stands
   */
  default void batchEnded(TrainingProgress progress) {}

  /**
   * An epoch was trained and validated; its figures are the last of the history.
   *
   * @param progress where the training stands
   */
  default void epochEnded(TrainingProgress progress) {}

  /**
   * A checkpoint is on the disk. It is replaced by the next.
   *
   * @param file the checkpoint
   */
  default void checkpointWritten(Path file) {}

  /**
   * The training has ended, by itself or because it was cancelled, but not with an exception.
   *
   * @param result what {@link EmotionTrainer#train()} returns
   */
  default void ended(TrainingResult result) {}
}
