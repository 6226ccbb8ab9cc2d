// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionSmootherTest {

  private static final int CLASSES = Emotion.values().length;
  private static final double SIGNAL = 1.6;

  /**
   * Faces whose readings err, in part all alike and in part each for itself, and are calibrated: by
   * Bayes' rule for normally distributed evidence.
   */
  @ParameterizedTest(name = "{0} of the error is that of all readings of a face")
  @ValueSource(doubles = {1, 0.8, 0.5})
  void aMeanOfCalibratedReadingsIsNotTooSure(double shared) {
    Random random = new Random(5);
    double sure = 0;
    double right = 0;
    double singleRight = 0;
    int faces = 3000;
    for (int face = 0; face < faces; face++) {
      int truth = random.nextInt(CLASSES);
      double[] common = noise(random, Math.sqrt(shared));
      EmotionSmoother smoother = new EmotionSmoother(0.3, 0.2, 0);
      EmotionResult last = null;
      for (int i = 0; i < 30; i++) {
        last = reading(truth, common, noise(random, Math.sqrt(1 - shared)));
        smoother.add(last, i / 25.0);
      }
      Map.Entry<Emotion, Double> best =
          smoother.probabilities().entrySet().stream()
              .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
              .orElseThrow();
      sure += best.getValue();
      right += best.getKey().index() == truth ? 1 : 0;
      singleRight += last != null && last.dominantEmotion().index() == truth ? 1 : 0;
    }

    assertThat(sure / faces).as("how sure it is").isLessThan(right / faces + 0.03);
    assertThat(right).as("right more often than a single reading").isGreaterThan(singleRight - 20);
  }

  private static double[] noise(Random random, double deviation) {
    double[] noise = new double[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      noise[i] = deviation * random.nextGaussian();
    }
    return noise;
  }

  private static EmotionResult reading(int truth, double[] common, double[] own) {
    double sum = 0;
    double[] odds = new double[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      double evidence = (i == truth ? SIGNAL : 0) + common[i] + own[i];
      odds[i] = Math.exp(SIGNAL * evidence);
      sum += odds[i];
    }
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, odds[emotion.index()] / sum);
    }
    return EmotionResult.of(FaceRegion.of(0, 0, 100, 100), 0.9, probabilities);
  }
}
