// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emotion4j.Emotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealFer2013Test {

  private static Fer2013 dataset = Fer2013.of("not loaded", java.util.List.of());

  @BeforeAll
  static void loadTheZip() {
    Path zip = Path.of(System.getProperty("emotion4j.shared", "../shared"), "data", "fer2013.zip");
    assumeTrue(Files.exists(zip), () -> "Skipped: no FER2013 at " + zip);
    dataset = Fer2013.load(zip);
  }

  @Test
  void trainingSplitHasTheKnownCounts() {
    Fer2013 split = dataset.split(Split.TRAINING);

    assertThat(split.faces()).hasSize(28_709);
    assertThat(split.count())
        .isEqualTo(
            Map.of(
                Emotion.ANGRY, 3995,
                Emotion.DISGUST, 436,
                Emotion.FEAR, 4097,
                Emotion.HAPPY, 7215,
                Emotion.SAD, 4830,
                Emotion.SURPRISE, 3171,
                Emotion.NEUTRAL, 4965));
  }

  @Test
  void publicTestSplitHasTheKnownCounts() {
    Fer2013 split = dataset.split(Split.PUBLIC_TEST);

    assertThat(split.faces()).hasSize(3_589);
    assertThat(split.count())
        .isEqualTo(
            Map.of(
                Emotion.ANGRY, 467,
                Emotion.DISGUST, 56,
                Emotion.FEAR, 496,
                Emotion.HAPPY, 895,
                Emotion.SAD, 653,
                Emotion.SURPRISE, 415,
                Emotion.NEUTRAL, 607));
  }

  @Test
  void nothingWasSkipped() {
    assertThat(dataset.skipped()).isEmpty();
  }
}
