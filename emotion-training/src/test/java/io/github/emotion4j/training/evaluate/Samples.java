// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static io.github.emotion4j.Emotion.ANGRY;
import static io.github.emotion4j.Emotion.HAPPY;
import static io.github.emotion4j.Emotion.NEUTRAL;
import static io.github.emotion4j.Emotion.SAD;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.List;

/** Four faces small enough to compute their figures by hand. */
final class Samples {

  static final List<Emotion> TRUTH = List.of(HAPPY, HAPPY, SAD, ANGRY);
  static final List<Emotion> PREDICTED = List.of(HAPPY, SAD, SAD, NEUTRAL);

  private Samples() {}

  /** Right and wrong at 90 % confidence, then right and wrong at 40 %. */
  static float[][] probabilities() {
    return new float[][] {row(HAPPY, 0.9f), row(SAD, 0.9f), row(SAD, 0.4f), row(NEUTRAL, 0.4f)};
  }

  static float[] row(Emotion predicted, float confidence) {
    float[] row = new float[7];
    Arrays.fill(row, (1 - confidence) / 6);
    row[predicted.index()] = confidence;
    return row;
  }
}
