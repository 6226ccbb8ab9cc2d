// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.augment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

  private static Augmentation with(int field, double value) {
    double[] values = new double[8];
    values[field] = value;
    return new Augmentation(
        values[0],
        values[1],
        values[2],
        values[3],
        values[4],
        values[5],
        new Augmentation.Erasing(values[6], values[7]));
  }

  @ParameterizedTest
  @CsvSource({
    "0, flip, 1.1",
    "1, rotation, 181",
    "2, scale, 1",
    "3, shift, 1.5",
    "4, contrast, 1",
    "5, brightness, 2",
    "6, erasing probability, 1.01",
    "7, erasing area, 1",
    "0, flip, -0.1",
    "1, rotation, -1",
    "6, erasing probability, NaN",
    "3, shift, Infinity",
  })
  void namesTheFieldThatIsOutOfRange(int index, String field, double value) {
    assertThatThrownBy(() -> with(index, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(field + " must be")
        .hasMessageContaining("not " + value);
  }

  @Test
  void limitsAreAllowed() {
    double[] limits = {1, 180, 0.99, 1, 0.99, 1, 1, 0.99};

    assertThatCode(() -> Arrays.setAll(limits, i -> with(i, limits[i]).hashCode()))
        .doesNotThrowAnyException();
  }
}
