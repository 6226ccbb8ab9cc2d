// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/**
 * The faces to train on and those to validate on.
 *
 * @param dataSet name of the data set
 * @param training faces that are learned from
 * @param validation faces that are measured on
 * @param validationName what those are, for the model's card
 */
record TrainingFaces(
    String dataSet,
    List<LabelledFace> training,
    List<LabelledFace> validation,
    String validationName) {

  private static final int HOLD_OUT = 10;

  /** Takes the data set's own splits, or holds a tenth out of Training where there is one only. */
  static TrainingFaces of(Supervision supervision, TrainingSettings settings) {
    List<LabelledFace> training =
        new ArrayList<>(supervision.dataset().split(Split.TRAINING).faces());
    List<LabelledFace> validation = supervision.dataset().split(Split.PUBLIC_TEST).faces();
    String validationName = Split.PUBLIC_TEST.label();
    if (validation.isEmpty()) {
      Collections.shuffle(training, new Random(settings.seed()));
      int held = Math.max(1, training.size() / HOLD_OUT);
      validation = List.copyOf(training.subList(0, Math.min(held, training.size())));
      training = training.subList(validation.size(), training.size());
      validationName = "held out of Training";
    }
    if (settings.targets().labels() == LabelSource.FERPLUS) {
      training =
          training.stream()
              .filter(face -> supervision.votes().orElseThrow().distribution(face).isPresent())
              .toList();
    }
    if (training.size() < settings.schedule().batchSize()) {
      throw new TrainingException(
          supervision.dataset().name()
              + " has "
              + training.size()
              + " faces to train on, fewer than a batch of "
              + settings.schedule().batchSize());
    }
    return new TrainingFaces(
        supervision.dataset().name(), List.copyOf(training), validation, validationName);
  }

  /** Tells whether a checkpoint was made with the same faces. */
  String fingerprint() {
    CRC32 checksum = new CRC32();
    for (LabelledFace face : training) {
      checksum.update(face.pixels());
      checksum.update(face.emotion().index());
    }
    return training.size() + " faces, CRC-32 " + Long.toHexString(checksum.getValue());
  }
}
