// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.util.ArrayList;
import java.util.List;

/**
 * What the networks of the folds gave, after each epoch, for the faces that they had not learned.
 *
 * @param byEpoch a row a face, in the order of all faces, for each epoch
 * @param folds the faces of each fold, by their positions among all
 */
record FoldLogits(List<float[][]> byEpoch, List<List<Integer>> folds) {

  FoldLogits {
    byEpoch = List.copyOf(byEpoch);
    folds = List.copyOf(folds);
  }

  /** After an epoch, from 1. */
  float[][] after(int epoch) {
    return byEpoch.get(epoch - 1);
  }

  float[][] last() {
    return after(byEpoch.size());
  }

  /** The figures of each fold that has a face with a label of the head, after the last epoch. */
  List<Evaluation> evaluations(OutputHead head) {
    List<Evaluation> evaluations = new ArrayList<>();
    float[][] selected = head.select(last());
    for (List<Integer> fold : folds) {
      List<Emotion> truth = new ArrayList<>();
      List<float[]> probabilities = new ArrayList<>();
      for (int i = 0; i < selected.length; i++) {
        if (fold.contains(head.faces().get(i))) {
          truth.add(head.truth().get(i));
          probabilities.add(TemperatureScaling.softmax(selected[i], 1));
        }
      }
      if (!truth.isEmpty()) {
        evaluations.add(Evaluation.of(truth, probabilities.toArray(float[][]::new)));
      }
    }
    return evaluations;
  }
}
