// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.nn.Block;
import ai.djl.training.Trainer;

/**
 * What learns in an epoch: all of a network, or its last layer.
 *
 * @param trainer takes the steps
 * @param network what is changed
 * @param average the average of its weights
 * @param data what it learns from
 */
record Learner(Trainer trainer, Block network, Block average, EpochFaces data) {}
