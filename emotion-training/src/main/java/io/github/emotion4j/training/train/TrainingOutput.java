// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and when a training writes.
 *
 * @param directory receives model, checkpoint and report
 * @param name of the model
 * @param resume whether a checkpoint in the directory is gone on from, or refused
 * @param checkpointInterval the time between two checkpoints within an epoch
 */
record TrainingOutput(Path directory, String name, boolean resume, Duration checkpointInterval) {}
