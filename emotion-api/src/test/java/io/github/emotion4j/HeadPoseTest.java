// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadPoseTest {

  private static EmotionResult result() {
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, emotion == Emotion.HAPPY ? 0.4 : 0.1);
    }
    return EmotionResult.of(FaceRegion.of(0, 0, 10, 10), 0.9, probabilities);
  }

  @ParameterizedTest
  @CsvSource({"91, 0, 0", "0, 181, 0", "0, 0, -181", "NaN, 0, 0", "0, NaN, 0", "0, 0, Infinity"})
  void anglesOutOfTheirRangeAreRefused(double yaw, double pitch, double roll) {
    assertThatThrownBy(() -> new HeadPose(yaw, pitch, roll))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("degrees");
  }

  @Test
  void aResultSaysNothingOfWhatWasNotMeasured() {
    assertThat(result().headPose()).isEmpty();
    assertThat(result().faceQuality()).isEmpty();
  }

  @Test
  void aResultKeepsAllElseWhenPoseAndQualityAreAdded() {
    HeadPose pose = new HeadPose(10, -5, 3);

    EmotionResult full = result().withHeadPose(pose).withFaceQuality(0.7);

    assertThat(full.headPose()).contains(pose);
    assertThat(full.faceQuality()).hasValue(0.7);
    assertThat(full.probabilities()).isEqualTo(result().probabilities());
    assertThat(full.region()).isEqualTo(result().region());
    assertThat(full.faceConfidence()).isEqualTo(0.9);
    assertThat(full.withFaceQuality(0.2).headPose()).contains(pose);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aQualityThatIsNoFractionIsRefused(double quality) {
    assertThatThrownBy(() -> result().withFaceQuality(quality))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("face quality");
  }
}
