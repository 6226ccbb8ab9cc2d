// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionTest {

  @Test
  void keepsTheClassOrderOfFer2013() {
    assertThat(Arrays.stream(Emotion.values()).map(Emotion::label))
        .containsExactly("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabel(Emotion emotion) {
    assertThat(Emotion.ofLabel(emotion.label())).isSameAs(emotion);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabelInCapitals(Emotion emotion) {
    assertThat(Emotion.ofLabel(emotion.name())).isSameAs(emotion);
  }

  @ParameterizedTest
  @EnumSource
  void isPrintedAsItsLabel(Emotion emotion) {
    assertThat(emotion).hasToString(emotion.label());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " happy", "happy ", "contempt", "happiness", "3"})
  void refusesAnUnknownLabelAndListsTheKnownOnes(String label) {
    assertThatThrownBy(() -> Emotion.ofLabel(label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"" + label + "\"", "angry", "neutral");
  }

  @Test
  void isFoundInATurkishLocaleToo() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Emotion.ofLabel("SURPRISE")).isSameAs(Emotion.SURPRISE);
    } finally {
      Locale.setDefault(before);
    }
  }
}
