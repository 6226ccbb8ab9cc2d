// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMappingTest {

  private static final List<String> OWN = ModelCard.LABELS;

  private static List<String> ownAnd(String label) {
    List<String> labels = new ArrayList<>(OWN);
    labels.add(label);
    return labels;
  }

  @Test
  void theStandardMappingKnowsOurLabels() {
    Map<Emotion, Double> mapped =
        LabelMapping.standard().apply(OWN, List.of(0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1));

    assertThat(mapped.get(Emotion.ANGRY)).isEqualTo(0.1, within(1e-12));
    assertThat(mapped.get(Emotion.DISGUST)).isEqualTo(0.2, within(1e-12));
    assertThat(mapped.get(Emotion.FEAR)).isEqualTo(0.3, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"anger, ANGRY", "happiness, HAPPY", "sadness, SAD", "ANGER, ANGRY", "Sad, SAD"})
  void theStandardMappingKnowsNounsInAnyCase(String label, Emotion emotion) {
    Map<Emotion, Double> mapped = LabelMapping.standard().apply(List.of(label), List.of(1.0));

    assertThat(mapped).containsExactly(Map.entry(emotion, 1.0));
  }

  @Test
  void labelsOfOneEmotionAddUp() {
    Map<Emotion, Double> mapped =
        LabelMapping.standard()
            .map("calm", Emotion.NEUTRAL)
            .apply(List.of("neutral", "calm", "fear"), List.of(0.25, 0.25, 0.5));

    assertThat(mapped.get(Emotion.NEUTRAL)).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void whatFallsOnIgnoredLabelsIsSharedOut() {
    Map<Emotion, Double> mapped =
        LabelMapping.standard()
            .ignore("contempt")
            .apply(ownAnd("Contempt"), List.of(0.05, 0.05, 0.1, 0.1, 0.1, 0.05, 0.05, 0.5));

    assertThat(mapped.get(Emotion.FEAR)).isEqualTo(0.2, within(1e-12));
    assertThat(mapped.values().stream().mapToDouble(Double::doubleValue).sum())
        .isEqualTo(1, within(1e-12));
  }

  @Test
  void nothingIsKnownWhereAllFallsOnIgnoredLabels() {
    Map<Emotion, Double> mapped =
        LabelMapping.standard()
            .ignore("contempt")
            .apply(ownAnd("contempt"), List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0));

    assertThat(mapped).hasSize(Emotion.values().length);
    assertThat(mapped.values()).containsOnly(1.0 / Emotion.values().length);
  }

  @Test
  void theLastWordOnALabelCounts() {
    LabelMapping mapping = LabelMapping.standard().ignore("calm").map("calm", Emotion.NEUTRAL);

    assertThat(mapping.apply(List.of("calm"), List.of(1.0)))
        .containsExactly(Map.entry(Emotion.NEUTRAL, 1.0));
  }

  @Test
  void aMappingIsNotChangedByAnother() {
    LabelMapping standard = LabelMapping.standard();

    LabelMapping more = standard.ignore("contempt");

    assertThatCode(() -> more.requireComplete(ownAnd("contempt"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> standard.requireComplete(ownAnd("contempt")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownLabelIsRefusedByName() {
    assertThatThrownBy(() -> LabelMapping.standard().requireComplete(ownAnd("contempt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"contempt\"", "map it", "ignore it");
  }

  @Test
  void aMissingEmotionIsRefusedByName() {
    assertThatThrownBy(() -> LabelMapping.standard().requireComplete(OWN.subList(0, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no label means", "neutral");
  }

  @Test
  void anEmotionWhoseOnlyLabelIsIgnoredIsMissing() {
    assertThatThrownBy(() -> LabelMapping.standard().ignore("fear").requireComplete(OWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fear");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoProbabilityIsRefused(double value) {
    List<Double> values = List.of(value, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);

    assertThatThrownBy(() -> LabelMapping.standard().apply(OWN, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"angry\"", String.valueOf(value), "softmax");
  }
}
