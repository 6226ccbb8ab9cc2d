// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void itsLogOddsAreALineOfTheLogit() {
    double probability = new Calibration(2, -1).probability(0.75);

    assertThat(probability / (1 - probability)).isCloseTo(Math.exp(0.5), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.3, 0.5, 0.999})
  void theLogitOfAProbabilityGivesItBack(double probability) {
    Calibration calibration = new Calibration(2.1, -1);

    assertThat(calibration.probability(calibration.logit(probability)))
        .isCloseTo(probability, within(1e-12));
  }

  @Test
  void everyLogitIsEnoughForProbabilityZeroAndNoneForOne() {
    assertThat(new Calibration(2, -1).logit(0)).isNegative().isInfinite();
    assertThat(new Calibration(2, -1).logit(1)).isPositive().isInfinite();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1,0", "NaN,0", "1,NaN", "1,Infinity"})
  void numbersThatMakeNoProbabilityAreRefused(double slope, double offset) {
    assertThatThrownBy(() -> new Calibration(slope, offset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("calibration");
  }
}
