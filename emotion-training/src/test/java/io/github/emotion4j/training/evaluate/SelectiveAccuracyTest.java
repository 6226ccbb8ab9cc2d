// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectiveAccuracyTest {

  private static final Emotion H = Emotion.HAPPY;
  private static final Emotion S = Emotion.SAD;

  /** Says happy, so much ahead of sad. */
  private static float[] happyBy(double margin) {
    float[] row = new float[7];
    row[H.index()] = (float) (0.5 + margin / 2);
    row[S.index()] = (float) (0.5 - margin / 2);
    return row;
  }

  @Test
  void theLeastSureAreLeftOutUntilTheRestIsAccurateEnough() {
    float[][] rows = {happyBy(0.2), happyBy(0.9), happyBy(0.6), happyBy(0.4)};

    SelectiveAccuracy found = SelectiveAccuracy.of(List.of(S, H, H, S), rows, 0.9).orElseThrow();

    assertThat(found.leftOut()).isEqualTo(0.5);
    assertThat(found.margin()).isEqualTo(0.6, within(1e-6));
  }

  @Test
  void nothingIsLeftOutWhereAllAreAccurateEnough() {
    float[][] rows = {happyBy(0.2), happyBy(0.9)};

    assertThat(SelectiveAccuracy.of(List.of(S, H), rows, 0.5).orElseThrow().leftOut()).isZero();
  }

  @Test
  void facesOfTheSameMarginStayOrGoTogether() {
    float[][] rows = {happyBy(0.5), happyBy(0.5), happyBy(0.9)};

    assertThat(SelectiveAccuracy.of(List.of(H, S, H), rows, 0.9).orElseThrow().leftOut())
        .isEqualTo(2.0 / 3, within(1e-9));
  }

  @Test
  void whereTheSurestAreWrongThereIsNone() {
    assertThat(SelectiveAccuracy.of(List.of(S), new float[][] {happyBy(0.9)}, 0.9)).isEmpty();
  }

  @Test
  void refusesATargetThatIsNoShare() {
    assertThatThrownBy(() -> SelectiveAccuracy.of(List.of(H), new float[][] {happyBy(0.9)}, 90))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("target");
  }
}
