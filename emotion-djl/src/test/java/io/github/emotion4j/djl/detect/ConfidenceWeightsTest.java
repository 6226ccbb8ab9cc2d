// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceWeightsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.4, 0.5, 0.98})
  void detectionOnlyLeavesTheConfidenceAsItIs(double detected) {
    assertThat(ConfidenceWeights.DETECTION_ONLY.confidence(detected, 7))
        .isCloseTo(detected, within(1e-9));
    assertThat(ConfidenceWeights.DETECTION_ONLY.refines()).isFalse();
  }

  @Test
  void whatTheSecondNetworkSaysMovesTheConfidence() {
    ConfidenceWeights weights = new ConfidenceWeights(2, 0.5, 1);

    assertThat(weights.refines()).isTrue();
    assertThat(weights.confidence(0.5, -2)).isCloseTo(0.5, within(1e-9));
    assertThat(weights.confidence(0.5, 0)).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-9));
    assertThat(weights.confidence(0.6, 0)).isGreaterThan(weights.confidence(0.5, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void evenACertainDetectionGivesAFiniteNumber(double detected) {
    assertThat(ConfidenceWeights.logOdds(detected)).isFinite();
    assertThat(new ConfidenceWeights(3, 1, 0).confidence(detected, 0)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "-1, 1, 0", "1, -1, 0", "1, 1, NaN", "Infinity, 1, 0", "1, NaN, 0"})
  void weightsOutOfTheirRangeAreRefused(double detection, double refinement, double offset) {
    assertThatThrownBy(() -> new ConfidenceWeights(detection, refinement, offset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights");
  }
}
