// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CosineScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "1, 0.02",
    "5, 0.1",
    "10, 0.2", // end of the warm-up
    "60, 0.101", // half of the way down: (1 + 0.01) / 2 of the peak
    "110, 0.002", // the end: a hundredth
    "500, 0.002",
  })
  void risesThenFallsAlongACosine(int step, double rate) {
    assertThat(new CosineSchedule(0.2, 10, 110).rate(step)).isCloseTo(rate, within(1e-12));
  }

  @Test
  void beginsNearThePeakWithoutWarmUp() {
    assertThat(new CosineSchedule(0.2, 0, 1000).rate(1)).isBetween(0.1999, 0.2);
  }

  @Test
  void mayBeWarmUpOnly() {
    assertThat(new CosineSchedule(0.2, 4, 4).rate(4)).isEqualTo(0.2);
  }
}
