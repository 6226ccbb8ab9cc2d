// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassFiguresTest {

  @ParameterizedTest
  @CsvSource({
    "1.1, 0, 0, 0, precision",
    "0, -0.1, 0, 0, recall",
    "0, 0, NaN, 0, f1",
    "0, 0, 0, -1, support"
  })
  void refusesAFigureOutOfItsRange(
      double precision, double recall, double f1, int support, String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClassFigures(precision, recall, f1, support))
        .withMessageContaining(name);
  }
}
