// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InputGradientTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void aSquareGrowsByTwiceItsNumber() {
    NDArray gradient =
        InputGradient.of(manager.create(new float[] {1, -2, 3}), input -> input.mul(input));

    assertThat(gradient.toFloatArray()).containsExactly(2, -4, 6);
  }

  @Test
  void afterwardsNothingCollectsGradients() {
    NDArray input = manager.create(new float[] {1, 2});
    InputGradient.of(input, x -> x.mul(2));

    assertThat(input.mul(3).hasGradient()).isFalse();
  }

  @Test
  void nothingCollectsAfterAFailureEither() {
    NDArray input = manager.create(new float[] {1, 2});
    assertThatThrownBy(
            () ->
                InputGradient.of(
                    input,
                    x -> {
                      throw new IllegalStateException("it fails");
                    }))
        .hasMessage("it fails");

    assertThat(input.mul(3).hasGradient()).isFalse();
  }
}
