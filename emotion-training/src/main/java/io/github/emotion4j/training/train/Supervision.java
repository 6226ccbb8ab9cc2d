// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import java.util.Optional;

/**
 * What is learned from.
 *
 * @param dataset faces with labels
 * @param votes of FER+ for them
 * @param teachers trained models
 */
record Supervision(Fer2013 dataset, Optional<FerPlus> votes, Teachers teachers) {}
