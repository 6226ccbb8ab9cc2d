// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MixupTest {

  private static final int FACES = 4_000;

  /** Faces of two numbers, their own number and ten times it, to learn their own number. */
  private static float[] numbers(int width) {
    float[] numbers = new float[FACES * width];
    for (int i = 0; i < numbers.length; i++) {
      int face = i / width;
      numbers[i] = i % width == 0 ? face : 10f * face;
    }
    return numbers;
  }

  @Test
  void leavesFacesAndTargetsAloneWithoutAlpha() {
    float[] values = numbers(2);
    float[] targets = numbers(1);

    Mixup.NONE.mix(values, targets, FACES, new SplittableRandom(1));

    assertThat(values).isEqualTo(numbers(2));
    assertThat(targets).isEqualTo(numbers(1));
  }

  @Test
  void mixesAFaceAndItsTargetInTheSameShares() {
    float[] values = numbers(2);
    float[] targets = numbers(1);

    new Mixup(0.5).mix(values, targets, FACES, new SplittableRandom(1));

    for (int face = 0; face < FACES; face++) {
      assertThat(values[2 * face]).isEqualTo(targets[face]);
      assertThat(values[2 * face + 1]).isCloseTo(10 * targets[face], within(0.05f));
    }
  }

  @Test
  void mixesWithTheNextFaceAndTheLastWithTheFirst() {
    float[] values = {0, 1};
    float[] targets = {0, 1};

    new Mixup(1).mix(values, targets, 2, new SplittableRandom(1));

    assertThat(targets).doesNotContain(0, 1).isEqualTo(values);
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)). */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.5, 1})
  void drawsItsSharesFromTheBetaDistribution(double alpha) {
    float[] values = new float[FACES];
    float[] targets = new float[FACES];
    for (int i = 0; i < FACES; i += 2) {
      targets[i] = 1; // what is left of it is the share
    }

    new Mixup(alpha).mix(values, targets, FACES, new SplittableRandom(1));

    double mean = 0;
    double square = 0;
    for (int i = 0; i < FACES; i += 2) {
      mean += targets[i] * 2 / FACES;
      square += targets[i] * (double) targets[i] * 2 / FACES;
    }
    assertThat(mean).isCloseTo(0.5, within(0.03));
    assertThat(square - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.01));
  }
}
