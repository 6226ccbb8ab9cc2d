// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeutralPriorFitTest {

  /** A row that gives neutral a probability, and the rest to happy. */
  private static float[] neutral(double probability) {
    float[] row = new float[7];
    row[Emotion.NEUTRAL.index()] = (float) probability;
    row[Emotion.HAPPY.index()] = (float) (1 - probability);
    return row;
  }

  @Test
  void atTheShareTheModelSaysNeutralAsOftenAsItIs() {
    double share =
        NeutralPriorFit.fit(
                new float[][] {neutral(0.7), neutral(0.9), neutral(0.2), neutral(0.3)},
                List.of(Emotion.NEUTRAL, Emotion.NEUTRAL, Emotion.HAPPY, Emotion.SAD))
            .orElseThrow();

    assertThat(share * 0.8 + (1 - share) * 0.25).isEqualTo(share, within(1e-6));
  }

  @Test
  void howManyFacesAreNeutralDoesNotMatter() {
    float[][] one = {neutral(0.7), neutral(0.2)};
    float[][] more = {neutral(0.7), neutral(0.2), neutral(0.2), neutral(0.2)};
    Emotion n = Emotion.NEUTRAL;
    Emotion h = Emotion.HAPPY;

    assertThat(NeutralPriorFit.fit(more, List.of(n, h, h, h)).orElseThrow())
        .isEqualTo(NeutralPriorFit.fit(one, List.of(n, h)).orElseThrow(), within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(names = {"NEUTRAL", "HAPPY"})
  void withFacesOfOneKindOnlyThereIsNone(Emotion emotion) {
    assertThat(NeutralPriorFit.fit(new float[][] {neutral(0.5)}, List.of(emotion))).isEmpty();
  }

  @Test
  void aModelThatIsAlwaysRightAndSureExpectsNothing() {
    assertThat(
            NeutralPriorFit.fit(
                new float[][] {neutral(1), neutral(0)}, List.of(Emotion.NEUTRAL, Emotion.SAD)))
        .isEmpty();
  }

  @Test
  void refusesMoreLabelsThanFaces() {
    assertThatThrownBy(
            () -> NeutralPriorFit.fit(new float[0][], List.of(Emotion.NEUTRAL, Emotion.SAD)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
