// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.ModelException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Turns the probabilities of a model that expects one share of neutral faces into those for
 * pictures with another: ln(p / (1 - p)) - ln(q / (1 - q)) is added to neutral's logit, with p the
 * share in the pictures and q the one the model expects (logit adjustment; Saerens et al., 2002,
 * Neural Computation 14, equation 2.4, for neutral against the rest).
 *
 * @param expected share of neutral faces in the pictures, above 0 and below 1
 * @param modelled share that the model expects, above 0 and below 1
 */
public record NeutralPrior(double expected, double modelled) {

  /**
   * Makes an adjustment.
   *
   * @param expected share of neutral faces in the pictures
   * @param modelled share that the model expects
   * @throws IllegalArgumentException if one is not above 0 and below 1
   */
  public NeutralPrior {
    requireShare(expected);
    requireShare(modelled);
  }

  /**
   * Makes the adjustment of a model.
   *
   * @param model a model whose card says which share it expects
   * @param expected share of neutral faces in the pictures, above 0 and below 1
   * @return the adjustment
   * @throws ModelException if the card does not say it, or there is none
   * @throws IllegalArgumentException if the share is not above 0 and below 1
   */
  public static NeutralPrior of(EmotionModel model, double expected) {
    double modelled =
        model.card().stream()
            .flatMapToDouble(card -> card.calibration().neutralPrior().stream())
            .findAny()
            .orElseThrow(
                () ->
                    new ModelException(
                        "The model "
                            + model.name()
                            + " does not say which share of neutral faces it expects, so that no"
                            + " other can be set; the embedded models do, and those that this"
                            + " version's trainer writes"));
    return new NeutralPrior(expected, modelled);
  }

  /**
   * Checks a share.
   *
   * @param share the share
   * @return the share
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  public static double requireShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("neutralPrior must be above 0 and below 1, not " + share);
    }
    return share;
  }

  /**
   * Adjusts probabilities.
   *
   * @param probabilities of all seven emotions, summing to 1 within what results tolerate
   * @return the adjusted ones, summing to 1
   */
  public Map<Emotion, Double> adjust(Map<Emotion, Double> probabilities) {
    double factor = expected / (1 - expected) * (1 - modelled) / modelled;
    Map<Emotion, Double> adjusted = new EnumMap<>(probabilities);
    adjusted.computeIfPresent(Emotion.NEUTRAL, (emotion, probability) -> factor * probability);
    // Counted, not told from neutral's: given numbers may sum to 1 but roughly.
    double sum = adjusted.values().stream().mapToDouble(Double::doubleValue).sum();
    adjusted.replaceAll((emotion, weighted) -> weighted / sum);
    return adjusted;
  }
}
