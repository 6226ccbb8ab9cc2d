// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.List;

/**
 * Calibrates a classifier with one number: logits are divided by a temperature before the softmax.
 * That changes how sure the classifier says it is, and never which emotion it predicts.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, On Calibration of Modern Neural
 *     Networks, section 4.2</a>
 */
public final class TemperatureScaling {

  /** The lowest temperature that {@link #fit} returns. */
  public static final double MIN_TEMPERATURE = 0.05;

  /** The highest temperature that {@link #fit} returns. */
  public static final double MAX_TEMPERATURE = 20;

  private static final double INVERSE_GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
  private static final double RELATIVE_PRECISION = 1e-6;

  private TemperatureScaling() {}

  /**
   * Finds the temperature at which the mean negative log-likelihood of the labels is least, by
   * golden-section search (Kiefer 1953) over the logarithm of the temperature. The likelihood has
   * one minimum only, as it is convex in the inverse of the temperature. Use faces that the model
   * was not trained on.
   *
   * @param logits for each face the seven outputs before the softmax, in the order of {@link
   *     Emotion}; logarithms of probabilities above 0 do as well, as the softmax ignores what is
   *     added to all; not changed
   * @param truth the labelled emotion of each face, at least one
   * @return the temperature, {@value #MIN_TEMPERATURE} to {@value #MAX_TEMPERATURE}, precise to
   *     about one millionth of it; a limit where the minimum lies beyond, as when every face is
   *     classified rightly
   * @throws IllegalArgumentException if there are no faces, the sizes differ, or a row is not seven
   *     finite numbers; the message has the row's index
   */
  public static double fit(float[][] logits, List<Emotion> truth) {
    double[] weights = new double[logits.length];
    Arrays.fill(weights, 1);
    return fit(logits, truth, weights);
  }

  /**
   * Finds the temperature at which the weighted mean negative log-likelihood of the labels is
   * least, for example to give two data sets of different sizes the same say.
   *
   * @param logits for each face the seven outputs before the softmax; not changed
   * @param truth the labelled emotion of each face, at least one
   * @param weights how much each face counts, positive; not changed
   * @return the temperature, as {@link #fit(float[][], List)} gives it
   * @throws IllegalArgumentException if there are no faces, the sizes differ, a row is not seven
   *     finite numbers, or a weight is not positive; the message has the index
   */
  public static double fit(float[][] logits, List<Emotion> truth, double[] weights) {
    Checks.requireSameSize(truth.size(), logits.length);
    Checks.requireSameSize(truth.size(), weights.length);
    for (int i = 0; i < logits.length; i++) {
      if (logits[i].length != Emotion.values().length || !allFinite(logits[i])) {
        throw new IllegalArgumentException(
            "Row " + i + " must be seven finite logits, not " + Arrays.toString(logits[i]));
      }
      if (!(weights[i] > 0 && Double.isFinite(weights[i]))) {
        throw new IllegalArgumentException("Weight " + i + " must be positive, not " + weights[i]);
      }
    }
    double low = Math.log(MIN_TEMPERATURE);
    double high = Math.log(MAX_TEMPERATURE);
    double left = high - INVERSE_GOLDEN_RATIO * (high - low);
    double right = low + INVERSE_GOLDEN_RATIO * (high - low);
    double lossLeft = loss(logits, truth, weights, left);
    double lossRight = loss(logits, truth, weights, right);
    while (high - low > RELATIVE_PRECISION) {
      if (lossLeft <= lossRight) {
        high = right;
        right = left;
        lossRight = lossLeft;
        left = high - INVERSE_GOLDEN_RATIO * (high - low);
        lossLeft = loss(logits, truth, weights, left);
      } else {
        low = left;
        left = right;
        lossLeft = lossRight;
        right = low + INVERSE_GOLDEN_RATIO * (high - low);
        lossRight = loss(logits, truth, weights, right);
      }
    }
    return Math.min(MAX_TEMPERATURE, Math.max(MIN_TEMPERATURE, Math.exp((low + high) / 2)));
  }

  /**
   * Turns logits into probabilities: e to the power of each, divided by the temperature before,
   * over their sum (Guo et al. 2017, equation 9).
   *
   * @param logits one or more finite numbers; not changed
   * @param temperature finite and positive; 1 is the plain softmax, more is less sure
   * @return as many probabilities, 0 to 1, summing to 1 but for rounding
   * @throws IllegalArgumentException if there are no logits, one is not finite, or the temperature
   *     is out of its range
   */
  public static float[] softmax(float[] logits, double temperature) {
    if (logits.length == 0 || !allFinite(logits)) {
      throw new IllegalArgumentException(
          "The softmax needs finite logits, not " + Arrays.toString(logits));
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "The temperature must be finite and positive, not " + temperature);
    }
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) Math.exp(-negativeLogLikelihood(logits, i, temperature));
    }
    return probabilities;
  }

  /**
   * Turns the logits of several faces into probabilities.
   *
   * @param logits rows as for {@link #softmax(float[], double)}; not changed
   * @param temperature as there
   * @return as many rows of probabilities
   * @throws IllegalArgumentException as there
   */
  public static float[][] softmax(float[][] logits, double temperature) {
    return Arrays.stream(logits).map(row -> softmax(row, temperature)).toArray(float[][]::new);
  }

  private static double loss(
      float[][] logits, List<Emotion> truth, double[] weights, double logTemperature) {
    double temperature = Math.exp(logTemperature);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < logits.length; i++) {
      sum += weights[i] * negativeLogLikelihood(logits[i], truth.get(i).index(), temperature);
      weight += weights[i];
    }
    return sum / weight;
  }

  /** Subtracts the largest logit first, because e to the power of 710 is infinite. */
  private static double negativeLogLikelihood(float[] logits, int index, double temperature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp((logit - largest) / temperature);
    }
    return Math.log(sum) - (logits[index] - largest) / temperature;
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
