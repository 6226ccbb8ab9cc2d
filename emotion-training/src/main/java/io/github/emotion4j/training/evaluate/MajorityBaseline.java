// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;

/**
 * What a model is to be better than: one that looks at nothing, and always says the emotion that
 * most of the faces show.
 *
 * @param emotion that emotion, among equals the first
 * @param accuracy the share of faces that show it, 0 to 1
 */
public record MajorityBaseline(Emotion emotion, double accuracy) {

  /**
   * Makes a baseline.
   *
   * @param emotion the emotion
   * @param accuracy the share of faces that show it
   * @throws IllegalArgumentException if the share is not in 0 to 1
   */
  public MajorityBaseline {
    Checks.requireShare("accuracy", accuracy);
  }

  static MajorityBaseline of(ConfusionMatrix confusion) {
    Emotion most = Emotion.ANGRY;
    for (Emotion emotion : Emotion.values()) {
      if (confusion.support(emotion) > confusion.support(most)) {
        most = emotion;
      }
    }
    int total = confusion.total();
    return new MajorityBaseline(most, total == 0 ? 0 : (double) confusion.support(most) / total);
  }
}
