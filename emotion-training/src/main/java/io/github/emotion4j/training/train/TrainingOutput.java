// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.nio.file.Path;

/**
 * Where a training writes.
 *
 * @param directory receives model, checkpoint and report
 * @param name of the model
 * @param resume whether a checkpoint in the directory is gone on from, or refused
 * @param progressBar whether progress is shown
 */
record TrainingOutput(Path directory, String name, boolean resume, boolean progressBar) {}
