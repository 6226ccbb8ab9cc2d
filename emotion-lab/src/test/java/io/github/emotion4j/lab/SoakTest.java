// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.DjlEmotionDetector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SoakTest {

  /** The short form; the long one is the command. */
  @Test
  @Timeout(120)
  void threadsThatShareADetectorGetEqualResultsUntilItIsClosed()
      throws IOException, InterruptedException {
    EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(FaceDetector.wholeImage()).predictors(3).build();

    Soak.Outcome outcome =
        Soak.run(detector, Soak.pictures(), 8, Duration.ofSeconds(8), 4, sample -> {});

    assertThat(outcome.firstDifference()).isEmpty();
    assertThat(outcome.differences()).isZero();
    assertThat(outcome.unclean()).isZero();
    assertThat(outcome.pictures()).isPositive();
  }

  @Test
  void slopeIsThatOfTheLineThroughTheWarmSamples() {
    Soak.Outcome outcome =
        new Soak.Outcome(1, 0, "", List.of(500L, 900L, 100L, 110L, 120L, 130L, 140L, 150L), 0, 0);

    assertThat(outcome.growthKib().getSlope()).isCloseTo(10, within(1e-9));
    assertThat(outcome.growthKib().getSlopeStdErr()).isCloseTo(0, within(1e-9));
  }
}
