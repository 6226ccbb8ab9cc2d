// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and when a training writes.
 *
 * @param directory receives model, checkpoint and report
 * @param name of the model
 * @param resume whether a checkpoint in the directory is gone on from, or refused
 * @param checkpointInterval the time between two checkpoints within an epoch
 * @param command the command that started the training, for the report
 * @param onlyLogits takes what the network gives for the validation faces after each epoch, where
 *     that is all that is wanted and nothing is written
 */
record TrainingOutput(
    Path directory,
    String name,
    boolean resume,
    Duration checkpointInterval,
    Optional<String> command,
    Optional<List<float[][]>> onlyLogits) {

  /** Writes nothing, but adds to a list. */
  TrainingOutput into(List<float[][]> logits) {
    return new TrainingOutput(
        directory.resolve(FoldTraining.FOLDER),
        name,
        false,
        checkpointInterval,
        command,
        Optional.of(logits));
  }
}
