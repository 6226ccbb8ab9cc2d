// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BackboneInputTest {

  private static final List<Double> THREE = List.of(0.5, 0.5, 0.5);

  @ParameterizedTest
  @ValueSource(ints = {48, 96, 224})
  void takesSizesFromCropsToImageNets(int size) {
    BackboneInput input = BackboneInput.IMAGENET.withSize(size);

    assertThat(input.size()).isEqualTo(size);
    assertThat(input.mean()).isEqualTo(BackboneInput.IMAGENET.mean());
    assertThat(input.standardDeviation()).isEqualTo(BackboneInput.IMAGENET.standardDeviation());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 47, 225})
  void refusesOtherSizes(int size) {
    assertThatThrownBy(() -> BackboneInput.IMAGENET.withSize(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The size of a backbone's input must be in 48 to 224, not " + size);
  }

  @Test
  void needsThreeChannels() {
    assertThatThrownBy(() -> new BackboneInput(96, List.of(0.5), THREE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A backbone's input needs 3 means, one a channel, not [0.5]");
    assertThatThrownBy(() -> new BackboneInput(96, THREE, List.of(0.5, 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 standard deviations");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void needsPositiveDeviations(double deviation) {
    assertThatThrownBy(() -> new BackboneInput(96, THREE, List.of(0.5, deviation, 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("standard deviations of a backbone's input must be positive")
        .hasMessageContaining(String.valueOf(deviation));
  }

  @Test
  void needsFiniteMeans() {
    assertThatThrownBy(() -> new BackboneInput(96, List.of(0.5, Double.NaN, 0.5), THREE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't be [0.5, NaN, 0.5]");
  }
}
