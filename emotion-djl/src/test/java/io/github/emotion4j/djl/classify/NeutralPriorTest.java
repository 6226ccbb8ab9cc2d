// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.TestFaces;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeutralPriorTest {

  private static Map<Emotion, Double> probabilities(double neutral, double happy) {
    Map<Emotion, Double> map = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      map.put(emotion, 0.0);
    }
    map.put(Emotion.NEUTRAL, neutral);
    map.put(Emotion.HAPPY, happy);
    map.put(Emotion.SAD, 1 - neutral - happy);
    return map;
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void theLogOddsOfNeutralMoveByTheDifferenceOfThoseOfTheShares() {
    Map<Emotion, Double> adjusted = new NeutralPrior(0.7, 0.3).adjust(probabilities(0.4, 0.4));

    assertThat(logit(adjusted.get(Emotion.NEUTRAL)))
        .isEqualTo(logit(0.4) + logit(0.7) - logit(0.3), within(1e-9));
  }

  /** Of numbers whose sum is off by what results tolerate, too. */
  @Property(seed = "1")
  void theOthersKeepTheirRatiosAndAllSumToOne(
      @ForAll("shares") double expected,
      @ForAll("shares") double modelled,
      @ForAll @DoubleRange(max = 1) @Scale(6) double neutral,
      @ForAll @DoubleRange(max = 1) double happyOfOthers,
      @ForAll @DoubleRange(min = 0.9991, max = 1.0009) @Scale(4) double sum) {
    double happy = (1 - neutral) * happyOfOthers;
    Map<Emotion, Double> given = probabilities(neutral, happy);
    given.replaceAll((emotion, probability) -> Math.min(1, probability * sum));

    Map<Emotion, Double> adjusted = new NeutralPrior(expected, modelled).adjust(given);

    assertThat(adjusted.values())
        .allSatisfy(probability -> assertThat(probability).isBetween(0.0, 1.0));
    assertThat(adjusted.values().stream().mapToDouble(Double::doubleValue).sum())
        .isEqualTo(1, within(1e-9));
    assertThat(adjusted.get(Emotion.HAPPY) * given.get(Emotion.SAD))
        .isEqualTo(adjusted.get(Emotion.SAD) * given.get(Emotion.HAPPY), within(1e-9));
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0.001, 0.999).ofScale(3);
  }

  @Test
  void theShareThatTheModelExpectsChangesNothing() {
    assertThat(new NeutralPrior(0.3, 0.3).adjust(probabilities(0.4, 0.4)).get(Emotion.NEUTRAL))
        .isEqualTo(0.4, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void refusesAShareThatIsNotBetweenZeroAndOne(double share) {
    assertThatThrownBy(() -> DjlEmotionDetector.builder().neutralPrior(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("neutralPrior", String.valueOf(share));
  }

  @Test
  void aDetectorCallsMoreFacesNeutralWhereMoreAreExpected() {
    double few = neutral(0.05);
    double many = neutral(0.95);
    double modelled;
    try (EmotionModel model = EmotionModel.embedded()) {
      modelled = model.card().orElseThrow().calibration().neutralPrior().orElseThrow();
    }

    assertThat(few).isLessThan(many);
    assertThat(logit(many) - logit(few)).isEqualTo(logit(0.95) - logit(0.05), within(1e-3));
    assertThat(neutral(modelled)).isBetween(few, many);
  }

  private static double neutral(double share) {
    BufferedImage image = TestFaces.noise(96, 96, 1);
    try (EmotionDetector detector =
        DjlEmotionDetector.builder()
            .faceDetector(FaceDetector.wholeImage())
            .neutralPrior(share)
            .build()) {
      return detector.analyze(image).get(0).probability(Emotion.NEUTRAL);
    }
  }
}
