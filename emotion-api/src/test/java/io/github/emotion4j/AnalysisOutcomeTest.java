// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisOutcomeTest {
  private static final ImageSource PICTURE = ImageSource.of(Path.of("a.jpg"));

  private static EmotionResult face() {
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, emotion == Emotion.SAD ? 1.0 : 0.0);
    }
    return EmotionResult.of(FaceRegion.of(0, 0, 1, 1), 1, probabilities);
  }

  @Test
  void givesItsFaces() {
    AnalysisOutcome outcome = new AnalysisOutcome.Faces(PICTURE, List.of(face()));

    assertThat(outcome.orElseThrow()).containsExactly(face());
    assertThat(outcome.image()).isSameAs(PICTURE);
  }

  @Test
  void doesNotChangeWithTheListItWasMadeOf() {
    List<EmotionResult> faces = new ArrayList<>(List.of(face()));
    AnalysisOutcome.Faces outcome = new AnalysisOutcome.Faces(PICTURE, faces);

    faces.clear();

    assertThat(outcome.faces()).hasSize(1);
  }

  @Test
  void throwsItsFailure() {
    EmotionException cause = new InvalidImageException("a.jpg is broken");
    AnalysisOutcome outcome = new AnalysisOutcome.Failure(PICTURE, cause);

    assertThatThrownBy(outcome::orElseThrow).isSameAs(cause);
    assertThat(outcome.image()).isSameAs(PICTURE);
  }
}
