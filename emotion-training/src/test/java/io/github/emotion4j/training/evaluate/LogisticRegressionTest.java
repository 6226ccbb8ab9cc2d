// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

  @Test
  void findsTheWeightsThatTheEventsWereDrawnWith() {
    double[] truth = {1.5, -0.7, 0.4};
    Random random = new Random(5);
    double[][] features = new double[40_000][];
    boolean[] happened = new boolean[features.length];
    for (int i = 0; i < features.length; i++) {
      features[i] = new double[] {random.nextGaussian(), 2 * random.nextGaussian()};
      happened[i] = random.nextDouble() < LogisticRegression.probability(truth, features[i]);
    }

    assertThat(LogisticRegression.fit(features, happened)).containsExactly(truth, within(0.06));
  }

  @Test
  void withoutAFeatureItSaysHowOftenTheEventHappens() {
    boolean[] happened = {true, false, false, false};

    double[] weights = LogisticRegression.fit(new double[4][0], happened);

    assertThat(LogisticRegression.probability(weights, new double[0]))
        .isCloseTo(0.25, within(1e-4));
  }

  @Test
  void aFeatureThatPartsTheEventsWhollyStillHasAFiniteWeight() {
    double[][] features = {{-2}, {-1}, {1}, {2}};

    double[] weights = LogisticRegression.fit(features, new boolean[] {false, false, true, true});

    assertThat(weights[0]).isFinite().isGreaterThan(3);
  }

  @Test
  void noCasesAreRefused() {
    assertThatThrownBy(() -> LogisticRegression.fit(new double[0][], new boolean[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
