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
 * @param choosesEpoch whether the epoch is kept that is best on the validation faces, and not the
 *     last
 * @param folds what was measured on the validation faces, which are all, when they were not learned
 */
record TrainingFaces(
    String dataSet,
    List<LabelledFace> training,
    List<LabelledFace> validation,
    String validationName,
    boolean choosesEpoch,
    Optional<FoldLogits> folds) {

  /** Of fewer faces than these a fifth is held out or more, of others a tenth. */
  private static final int FEW = 1_000;

  /** Fewer that were held out don't choose an epoch: the best by them is the best by chance. */
  private static final int FEW_TO_CHOOSE_BY = 100;

  private static final int MOST_PARTS_OF_FEW = 5;
  private static final int LEAST_PARTS = 3;

  /** Takes the data set's own splits, or holds a part out of Training where there is one only. */
  static TrainingFaces of(Supervision supervision, TrainingSettings settings) {
    List<LabelledFace> training = supervision.dataset().split(Split.TRAINING).faces();
    List<LabelledFace> validation = supervision.dataset().split(Split.PUBLIC_TEST).faces();
    String validationName = Split.PUBLIC_TEST.label();
    if (validation.isEmpty() && !training.isEmpty()) {
      StratifiedFolds folds =
          StratifiedFolds.of(training, parts(training.size(), emotions(training)), settings.seed());
      validation = folds.folds().get(0);
      training = folds.allBut(0, training);
      validationName = "held out of Training" + byPerson(folds);
    }
    boolean held = supervision.dataset().split(Split.PUBLIC_TEST).faces().isEmpty();
    boolean chooses =
        !held || validation.size() >= FEW_TO_CHOOSE_BY || settings.schedule().patience() > 0;
    return of(
        supervision, settings, training, validation, validationName, chooses, Optional.empty());
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
                    false,
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
    return of(supervision, settings, all, all, validationName, false, Optional.of(measured));
  }

  /** Whether the validation faces are all, each measured by the fold that had not learned it. */
  boolean ofFolds() {
    return folds.isPresent();
  }

  private static String byPerson(StratifiedFolds folds) {
    return folds.byPerson() ? ", nobody on both sides" : "";
  }

  /**
   * Into how many parts faces are parted to hold one out: about a face of each emotion is in it.
   *
   * @param faces to be parted
   * @param emotions how many emotions they show
   */
  static int parts(int faces, int emotions) {
    int ofEach = faces / Math.max(1, emotions);
    return faces < FEW ? Math.max(LEAST_PARTS, Math.min(MOST_PARTS_OF_FEW, ofEach)) : 10;
  }

  /** How many emotions faces show. */
  static int emotions(List<LabelledFace> faces) {
    return (int) faces.stream().map(LabelledFace::emotion).distinct().count();
  }

  private static TrainingFaces of(
      Supervision supervision,
      TrainingSettings settings,
      List<LabelledFace> training,
      List<LabelledFace> validation,
      String validationName,
      boolean choosesEpoch,
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
        choosesEpoch,
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
