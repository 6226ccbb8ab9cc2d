// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReliabilityBinTest {

  private static float[] happyWith(float probability) {
    float[] row = new float[7];
    Arrays.fill(row, (1 - probability) / 6);
    row[Emotion.HAPPY.index()] = probability;
    return row;
  }

  @Test
  void facesAreSortedByTheirLikeliestEmotionsProbability() {
    List<ReliabilityBin> bins =
        ReliabilityBin.of(
            List.of(Emotion.HAPPY, Emotion.SAD, Emotion.HAPPY, Emotion.HAPPY),
            new float[][] {happyWith(1), happyWith(0.42f), happyWith(0.48f), happyWith(0.95f)});

    assertThat(bins).hasSize(2);
    assertThat(bins.get(0).faces()).isEqualTo(2);
    assertThat(bins.get(0).accuracy()).isEqualTo(0.5);
    assertThat(bins.get(0).confidence()).isCloseTo(0.45, within(1e-6));
    assertThat(bins.get(1)).returns(2, ReliabilityBin::right);
    assertThat(bins.get(1).accuracyInterval()).isEqualTo(ConfidenceInterval.wilson(2, 2));
  }
}
