// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.NeutralPriorFit;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What turns a head's logits into probabilities, fitted on every second validation face, so that
 * the others can show whether it holds. On fewer than {@value #FEWEST_FACES}, or where fewer than
 * {@value #FEWEST_ERRORS} of them are wrong, a fit would be chance: the initial model's numbers are
 * kept, or without one a temperature of 1.
 *
 * @param temperature what the logits are divided by
 * @param neutralPrior the share of neutral faces that the head expects
 * @param expectedCalibrationError the calibration error on the faces that were not fitted on
 * @param fitted whether the faces decided, and not the initial model
 */
record Calibration(
    double temperature,
    OptionalDouble neutralPrior,
    double expectedCalibrationError,
    boolean fitted) {

  /** Fewest faces to fit on; as many more show whether it holds. */
  static final int FEWEST_FACES = 100;

  /** Fewest wrong ones among them. */
  static final int FEWEST_ERRORS = 10;

  static Calibration of(OutputHead head, float[][] logits, Optional<ModelFile> initial) {
    float[][] selected = head.select(logits);
    int[] half = IntStream.range(0, selected.length).filter(i -> i % 2 == 0).toArray();
    int[] others = IntStream.range(0, selected.length).filter(i -> i % 2 == 1).toArray();
    List<Emotion> truth = truth(head, half);
    if (half.length < FEWEST_FACES || errors(rows(selected, half), truth) < FEWEST_ERRORS) {
      ModelCard.Calibration kept =
          initial
              .map(model -> model.card().calibration())
              .orElse(new ModelCard.Calibration(1, OptionalDouble.empty()));
      return new Calibration(
          kept.temperature(),
          kept.neutralPrior(),
          head.evaluate(logits, kept.temperature()).expectedCalibrationError(),
          false);
    }
    double temperature = TemperatureScaling.fit(rows(selected, half), truth);
    float[][] probabilities = TemperatureScaling.softmax(selected, temperature);
    return new Calibration(
        temperature,
        NeutralPriorFit.fit(rows(probabilities, half), truth),
        Evaluation.of(truth(head, others), rows(probabilities, others)).expectedCalibrationError(),
        true);
  }

  private static long errors(float[][] logits, List<Emotion> truth) {
    return IntStream.range(0, logits.length)
        .filter(i -> Evaluation.likeliest(logits[i]) != truth.get(i))
        .count();
  }

  private static float[][] rows(float[][] all, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> all[i]).toArray(float[][]::new);
  }

  private static List<Emotion> truth(OutputHead head, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> head.truth().get(i)).toList();
  }
}
