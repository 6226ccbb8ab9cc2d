// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The faces to train on and those to validate on.
 *
 * @param dataSet name of the data set
 * @param training faces that are learned from
 * @param validation faces that are measured on
 * @param validationName what those are, for the model's card
 * @param folds what was measured on the validation faces, which are all, when they were not learned
 */
record TrainingFaces(
    String dataSet,
    List<LabelledFace> training,
    List<LabelledFace> validation,
    String validationName,
    Optional<FoldLogits> folds) {

  /** Of fewer faces than these a fifth is held out, of others a tenth. */
  private static final int FEW = 1_000;

  /** Takes the data set's own splits, or holds a part out of Training where there is one only. */
  static TrainingFaces of(Supervision supervision, TrainingSettings settings) {
    List<LabelledFace> training = supervision.dataset().split(Split.TRAINING).faces();
    List<LabelledFace> validation = supervision.dataset().split(Split.PUBLIC_TEST).faces();
    String validationName = Split.PUBLIC_TEST.label();
    if (validation.isEmpty() && !training.isEmpty()) {
      StratifiedFolds folds =
          StratifiedFolds.of(training, parts(training.size(), 0), settings.seed());
      validation = folds.folds().get(0);
      training = folds.allBut(0, training);
      validationName = "held out of Training" + byPerson(folds);
    }
    return of(supervision, settings, training, validation, validationName, Optional.empty());
  }

  /** Each part of Training left out once, to be measured on. */
  static List<TrainingFaces> folds(Supervision supervision, TrainingSettings settings, int count) {
    List<LabelledFace> all = supervision.dataset().split(Split.TRAINING).faces();
    StratifiedFolds folds = StratifiedFolds.of(all, count, settings.seed());
    int parts = folds.folds().size();
    return IntStream.range(0, parts)
        .mapToObj(
            fold ->
                of(
                    supervision,
                    settings,
                    folds.allBut(fold, all),
                    folds.folds().get(fold),
                    parts + " folds" + byPerson(folds),
                    Optional.empty()))
        .toList();
  }

  /** All faces to train on, and the same as those that the folds were measured on. */
  static TrainingFaces all(
      Supervision supervision,
      TrainingSettings settings,
      FoldLogits measured,
      String validationName) {
    List<LabelledFace> all = supervision.dataset().split(Split.TRAINING).faces();
    return of(supervision, settings, all, all, validationName, Optional.of(measured));
  }

  /** Whether the validation faces are all, each measured by the fold that had not learned it. */
  boolean ofFolds() {
    return folds.isPresent();
  }

  private static String byPerson(StratifiedFolds folds) {
    return folds.byPerson() ? ", nobody on both sides" : "";
  }

  /** Into how many parts faces are parted. */
  static int parts(int faces, int folds) {
    return folds > 0 ? folds : faces < FEW ? 5 : 10;
  }

  private static TrainingFaces of(
      Supervision supervision,
      TrainingSettings settings,
      List<LabelledFace> training,
      List<LabelledFace> validation,
      String validationName,
      Optional<FoldLogits> folds) {
    List<LabelledFace> learned = training;
    if (settings.targets().labels() == LabelSource.FERPLUS) {
      learned =
          training.stream()
              .filter(face -> supervision.votes().orElseThrow().distribution(face).isPresent())
              .toList();
    }
    if (learned.size() < settings.schedule().batchSize()) {
      throw new TrainingException(
          supervision.dataset().name()
              + " has "
              + learned.size()
              + " faces to train on, fewer than a batch of "
              + settings.schedule().batchSize());
    }
    return new TrainingFaces(
        supervision.dataset().name(),
        List.copyOf(learned),
        List.copyOf(validation),
        validationName,
        folds);
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
