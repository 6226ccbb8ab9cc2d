// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.classify;

import io.github.emotion4j.Affect;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says of one crop.
 *
 * @param emotions a probability for each of the seven, summing to 1
 * @param others the labels beside them, with their probabilities among all
 * @param affect valence and arousal, where the model gives them
 */
public record Reading(
    Map<Emotion, Double> emotions, Map<String, Double> others, Optional<Affect> affect) {

  /**
   * Averages two readings of the same face by the same model.
   *
   * @param other such as that of the mirrored crop
   * @return the mean of all numbers
   */
  Reading averagedWith(Reading other) {
    Map<Emotion, Double> means = new EnumMap<>(emotions);
    other.emotions.forEach((emotion, share) -> means.merge(emotion, share, Reading::mean));
    Map<String, Double> otherMeans = new LinkedHashMap<>(others);
    other.others.forEach((label, share) -> otherMeans.merge(label, share, Reading::mean));
    return new Reading(
        means,
        otherMeans,
        affect.flatMap(
            mine ->
                other.affect.map(
                    theirs ->
                        new Affect(
                            mean(mine.valence(), theirs.valence()),
                            mean(mine.arousal(), theirs.arousal())))));
  }

  private static double mean(double first, double second) {
    return (first + second) / 2;
  }

  /**
   * Adds what is beside the seven emotions to a result.
   *
   * @param result of the same face
   * @return the result with other labels and affect, where there are some
   */
  public EmotionResult addTo(EmotionResult result) {
    EmotionResult labelled = others.isEmpty() ? result : result.withOtherLabels(others);
    return affect.map(labelled::withAffect).orElse(labelled);
  }
}
