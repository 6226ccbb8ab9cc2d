// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.NeutralPriorFit;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What turns a head's logits into probabilities, fitted on every second validation face, so that
 * the others can show whether it holds.
 *
 * @param temperature what the logits are divided by
 * @param neutralPrior the share of neutral faces that the head expects
 * @param expectedCalibrationError the calibration error on the faces that were not fitted on
 */
record Calibration(
    double temperature, OptionalDouble neutralPrior, double expectedCalibrationError) {

  static Calibration fit(OutputHead head, float[][] logits) {
    float[][] selected = head.select(logits);
    int[] fitted = IntStream.range(0, selected.length).filter(i -> i % 2 == 0).toArray();
    int[] others = IntStream.range(0, selected.length).filter(i -> i % 2 == 1).toArray();
    List<Emotion> truth = truth(head, fitted);
    double temperature = TemperatureScaling.fit(rows(selected, fitted), truth);
    float[][] probabilities =
        Arrays.stream(selected)
            .map(row -> TemperatureScaling.softmax(row, temperature))
            .toArray(float[][]::new);
    int[] apart = others.length == 0 ? fitted : others; // of a single face there is no other half
    return new Calibration(
        temperature,
        NeutralPriorFit.fit(rows(probabilities, fitted), truth),
        Evaluation.of(truth(head, apart), rows(probabilities, apart)).expectedCalibrationError());
  }

  private static float[][] rows(float[][] all, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> all[i]).toArray(float[][]::new);
  }

  private static List<Emotion> truth(OutputHead head, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> head.truth().get(i)).toList();
  }
}
