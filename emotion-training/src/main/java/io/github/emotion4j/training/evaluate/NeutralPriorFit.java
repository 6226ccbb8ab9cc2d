// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds the share of neutral faces that a model expects: the one at which it gives neutral as much
 * probability as there are neutral faces. With m the mean probability of neutral on neutral faces,
 * and o on the others, that share p solves p = p m + (1 - p) o, which is o / (1 - m + o).
 */
public final class NeutralPriorFit {

  private NeutralPriorFit() {}

  /**
   * Finds the share.
   *
   * @param probabilities for each face seven probabilities, in the order of {@link Emotion}
   * @param truth the labelled emotion of each face
   * @return the share, above 0 and below 1; empty where all faces or none are neutral, or the model
   *     is never in doubt
   * @throws IllegalArgumentException if there are no faces or the sizes differ
   */
  public static OptionalDouble fit(float[][] probabilities, List<Emotion> truth) {
    Checks.requireSameSize(truth.size(), probabilities.length);
    double onNeutral = 0;
    double onOthers = 0;
    int neutral = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double probability = probabilities[i][Emotion.NEUTRAL.index()];
      if (truth.get(i) == Emotion.NEUTRAL) {
        neutral++;
        onNeutral += probability;
      } else {
        onOthers += probability;
      }
    }
    if (neutral == 0 || neutral == truth.size()) {
      return OptionalDouble.empty();
    }
    double missed = Math.max(0, 1 - onNeutral / neutral);
    double claimed = onOthers / (truth.size() - neutral);
    double share = claimed / (missed + claimed);
    return share > 0 && share < 1 ? OptionalDouble.of(share) : OptionalDouble.empty();
  }
}
