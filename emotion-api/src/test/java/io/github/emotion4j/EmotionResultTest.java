// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionResultTest {
  private static final FaceRegion REGION = FaceRegion.of(1, 2, 3, 4);

  /** In the order of {@link Emotion}: angry, disgust, fear, happy, sad, surprise, neutral. */
  private static Map<Emotion, Double> probabilities(double... values) {
    Map<Emotion, Double> map = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      map.put(emotion, values[map.size()]);
    }
    return map;
  }

  private static Map<Emotion, Double> mostlyHappy() {
    return probabilities(0.05, 0.05, 0.1, 0.4, 0.1, 0.25, 0.05);
  }

  private static EmotionResult result(Map<Emotion, Double> probabilities) {
    return EmotionResult.of(REGION, 0.9, probabilities);
  }

  @Test
  void holdsWhatItWasMadeOf() {
    EmotionResult result = result(mostlyHappy());

    assertThat(result.region()).isEqualTo(REGION);
    assertThat(result.faceConfidence()).isEqualTo(0.9);
    assertThat(result.probabilities()).isEqualTo(mostlyHappy());
  }

  @ParameterizedTest
  @EnumSource
  void givesTheProbabilityOfEveryEmotion(Emotion emotion) {
    assertThat(result(mostlyHappy()).probability(emotion)).isEqualTo(mostlyHappy().get(emotion));
  }

  @Test
  void keepsTheOrderOfTheEmotions() {
    Map<Emotion, Double> unordered = new HashMap<>(mostlyHappy());

    assertThat(result(unordered).probabilities().keySet()).containsExactly(Emotion.values());
  }

  @ParameterizedTest
  @EnumSource
  void refusesAMissingEmotion(Emotion emotion) {
    Map<Emotion, Double> six = mostlyHappy();
    six.remove(emotion);

    assertThatThrownBy(() -> result(six))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(emotion.label());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAProbabilityOutOfItsRange(double value) {
    Map<Emotion, Double> wrong = mostlyHappy();
    wrong.put(Emotion.FEAR, value);

    assertThatThrownBy(() -> result(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("probability of fear", String.valueOf(value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAFaceConfidenceOutOfItsRange(double confidence) {
    assertThatThrownBy(() -> EmotionResult.of(REGION, confidence, mostlyHappy()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("face confidence", String.valueOf(confidence));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.998, 1.002})
  void refusesASumThatIsNotOne(double sum) {
    assertThatThrownBy(() -> result(probabilities(sum - 0.5, 0.5, 0, 0, 0, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9995, 1, 1.0005})
  void toleratesRoundingInTheSum(double sum) {
    assertThat(result(probabilities(sum - 0.5, 0.5, 0, 0, 0, 0, 0)).probability(Emotion.DISGUST))
        .isEqualTo(0.5);
  }

  @Test
  void ranksTheLikeliestFirstAndEqualsInTheOrderOfTheEmotions() {
    assertThat(result(mostlyHappy()).ranking())
        .containsExactly(
            Emotion.HAPPY,
            Emotion.SURPRISE,
            Emotion.FEAR,
            Emotion.SAD,
            Emotion.ANGRY,
            Emotion.DISGUST,
            Emotion.NEUTRAL);
  }

  @Test
  void ranksNegativeZeroAsZero() {
    assertThat(result(probabilities(-0.0, 0.0, -0.0, 0.0, 0, 0, 1)).ranking())
        .startsWith(Emotion.NEUTRAL, Emotion.ANGRY, Emotion.DISGUST, Emotion.FEAR);
  }

  @Test
  void isDominatedByTheLikeliest() {
    assertThat(result(mostlyHappy()).dominantEmotion()).isEqualTo(Emotion.HAPPY);
  }

  @Test
  void measuresTheMarginBetweenTheFirstTwo() {
    assertThat(result(mostlyHappy()).margin()).isCloseTo(0.15, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0.1, false", "0.16, true", "1, true"})
  void isUncertainWhereTheMarginIsBelowTheThreshold(double threshold, boolean uncertain) {
    assertThat(result(mostlyHappy()).isUncertain(threshold)).isEqualTo(uncertain);
  }

  @Test
  void isCertainWhereTheMarginIsTheThreshold() {
    assertThat(result(probabilities(1, 0, 0, 0, 0, 0, 0)).isUncertain(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAThresholdOutOfItsRange(double threshold) {
    EmotionResult result = result(mostlyHappy());

    assertThatThrownBy(() -> result.isUncertain(threshold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(threshold));
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeOf() {
    Map<Emotion, Double> map = mostlyHappy();
    EmotionResult result = result(map);

    map.put(Emotion.HAPPY, 0.0);

    assertThat(result.probability(Emotion.HAPPY)).isEqualTo(0.4);
  }

  @Test
  void doesNotLetItsProbabilitiesBeChanged() {
    Map<Emotion, Double> map = result(mostlyHappy()).probabilities();

    assertThatThrownBy(() -> map.put(Emotion.HAPPY, 1.0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void doesNotLetItsRankingBeChanged() {
    var ranking = result(mostlyHappy()).ranking();

    assertThatThrownBy(() -> ranking.set(0, Emotion.SAD))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isEqualToAResultOfTheSameParts() {
    assertThat(result(mostlyHappy()))
        .isEqualTo(result(mostlyHappy()))
        .hasSameHashCodeAs(result(mostlyHappy()));
  }

  @Test
  void isPrintedTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(result(mostlyHappy())).hasToString("happy 0.40 at 3x4 at 1,2 (face 0.90)");
    } finally {
      Locale.setDefault(before);
    }
  }
}
