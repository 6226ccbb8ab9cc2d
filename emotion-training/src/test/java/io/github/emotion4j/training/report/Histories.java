// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;

/** Small made-up training runs. */
final class Histories {

  private Histories() {}

  static List<EpochFigures> withAccuracies(double... accuracies) {
    List<EpochFigures> history = new ArrayList<>();
    for (double accuracy : accuracies) {
      int epoch = history.size() + 1;
      history.add(
          new EpochFigures(
              epoch,
              1e-3 / 3,
              new EpochFigures.Training(1.5 / epoch, 0.4),
              new EpochFigures.Validation(1.7 / epoch, accuracy, 0.9 * accuracy),
              new EpochFigures.Computation(30, 2, 900, "cpu, a processor", "FLOAT32")));
    }
    return history;
  }

  /** Three faces: happy seen as happy, sad as sad, and one sad face as happy. */
  static Evaluation evaluation() {
    float[] happy = {0.05f, 0.05f, 0.05f, 0.7f, 0.05f, 0.05f, 0.05f};
    float[] sad = {0.05f, 0.05f, 0.05f, 0.05f, 0.7f, 0.05f, 0.05f};
    return Evaluation.of(
        List.of(Emotion.HAPPY, Emotion.SAD, Emotion.SAD), new float[][] {happy, sad, happy});
  }
}
