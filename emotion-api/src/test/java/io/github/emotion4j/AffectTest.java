// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AffectTest {

  private static EmotionResult result() {
    return EmotionResult.of(
        FaceRegion.of(0, 0, 8, 8),
        1,
        Arrays.stream(Emotion.values()).collect(Collectors.toMap(e -> e, e -> 1 / 7.0)));
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, 0, valence",
    "-1.1, 0, valence",
    "NaN, 0, valence",
    "0, 2, arousal",
    "0, NaN, arousal"
  })
  void numbersOutOfTheirRangeAreRefused(double valence, double arousal, String named) {
    assertThatThrownBy(() -> new Affect(valence, arousal))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  @Test
  void aResultKeepsWhatItHadWhenMoreIsAdded() {
    Provenance from = new Provenance("1", "engine", "model", "hash", "faces", "crops");
    EmotionResult full =
        result()
            .withAffect(new Affect(0.5, -0.5))
            .withOtherLabels(Map.of("contempt", 0.2))
            .withProvenance(from)
            .withHeadPose(new HeadPose(1, 2, 3))
            .withFaceQuality(0.7);
    assertThat(full.affect()).contains(new Affect(0.5, -0.5));
    assertThat(full.otherLabels()).containsExactly(Map.entry("contempt", 0.2));
    assertThat(full.provenance()).contains(from);
    assertThat(full.headPose()).contains(new HeadPose(1, 2, 3));
    assertThat(full.faceQuality()).hasValue(0.7);
    assertThat(full.probabilities()).isEqualTo(result().probabilities());
  }

  @Test
  void aResultHasNothingBesideTheSevenUnlessItIsAdded() {
    assertThat(result().affect()).isEmpty();
    assertThat(result().otherLabels()).isEmpty();
    assertThat(result().provenance()).isEmpty();
  }

  @Test
  void aProbabilityOfAnotherLabelIsChecked() {
    assertThatThrownBy(() -> result().withOtherLabels(Map.of("contempt", 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contempt");
  }
}
