// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfidenceIntervalTest {

  /** The first three are Newcombe's (1998), Statistics in Medicine 17, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0, 0.1611",
    "20, 20, 0.8389, 1",
    "1, 1, 0.2065, 1",
    "0, 1, 0, 0.7935"
  })
  void isWilsons(int right, int n, double lower, double upper) {
    ConfidenceInterval interval = ConfidenceInterval.wilson(right, n);

    assertThat(interval.lower()).isCloseTo(lower, within(5e-5));
    assertThat(interval.upper()).isCloseTo(upper, within(5e-5));
  }

  @Test
  void holdsTheShare() {
    for (int n = 1; n < 60; n++) {
      for (int right = 0; right <= n; right++) {
        ConfidenceInterval interval = ConfidenceInterval.wilson(right, n);
        assertThat((double) right / n).isBetween(interval.lower(), interval.upper());
      }
    }
  }

  @Test
  void isWrittenInPercent() {
    assertThat(ConfidenceInterval.wilson(39, 60)).hasToString("52.4 to 75.8 %");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "-1, 5", "6, 5"})
  void refusesWhatIsNoShare(int right, int n) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidenceInterval.wilson(right, n))
        .withMessage(right + " of " + n + " is no share");
  }
}
