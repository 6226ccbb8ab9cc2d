// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.Arrays;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Fits the weights of a sum so that it becomes the log odds of an event: with one or two scores as
 * features, that makes a probability of them (Platt, 1999). By Newton's method, from weights of 0,
 * on the mean negative log-likelihood and a minute share of the weights' squares, without which
 * events that a feature parts wholly would have no finite weights.
 */
public final class LogisticRegression {

  private static final int MOST_ROUNDS = 50;
  private static final double PRECISION = 1e-9;
  private static final double DECAY = 1e-6;

  private LogisticRegression() {}

  /**
   * Fits the weights.
   *
   * @param features for each case as many finite numbers; not changed
   * @param happened for each case whether the event happened
   * @return a weight for each feature, and at last the offset
   * @throws IllegalArgumentException if there are no cases, or the sizes differ
   */
  public static double[] fit(double[][] features, boolean[] happened) {
    Checks.requireSameSize(happened.length, features.length);
    int count = features[0].length + 1;
    double[] weights = new double[count];
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double[] gradient = new double[count];
      double[][] curvature = new double[count][count];
      for (int i = 0; i < features.length; i++) {
        double probability = probability(weights, features[i]);
        double error = probability - (happened[i] ? 1 : 0);
        double slope = probability * (1 - probability);
        for (int j = 0; j < count; j++) {
          gradient[j] += error * feature(features[i], j) / features.length;
          for (int k = 0; k < count; k++) {
            curvature[j][k] +=
                slope * feature(features[i], j) * feature(features[i], k) / features.length;
          }
        }
      }
      for (int j = 0; j < count; j++) {
        gradient[j] += DECAY * weights[j];
        curvature[j][j] += DECAY;
      }
      double[] step = solve(curvature, gradient);
      double largest = 0;
      for (int j = 0; j < count; j++) {
        weights[j] -= step[j];
        largest = Math.max(largest, Math.abs(step[j]));
      }
      if (largest < PRECISION) {
        break;
      }
    }
    return weights;
  }

  /**
   * Returns the probability of the event.
   *
   * @param weights what {@link #fit} gave
   * @param features the features of a case
   * @return 0 to 1
   */
  public static double probability(double[] weights, double[] features) {
    double logOdds = 0;
    for (int j = 0; j < weights.length; j++) {
      logOdds += weights[j] * feature(features, j);
    }
    return 1 / (1 + Math.exp(-logOdds));
  }

  private static double feature(double[] features, int index) {
    return index < features.length ? features[index] : 1;
  }

  private static double[] solve(double[][] matrix, double[] right) {
    OpenCv.load();
    int size = right.length;
    Mat left = new Mat(size, size, CvType.CV_64F);
    Mat column = new Mat(size, 1, CvType.CV_64F);
    Mat solution = new Mat();
    try {
      left.put(0, 0, Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray());
      column.put(0, 0, right);
      Core.solve(left, column, solution, Core.DECOMP_CHOLESKY);
      double[] result = new double[size];
      solution.get(0, 0, result);
      return result;
    } finally {
      List.of(left, column, solution).forEach(Mat::release);
    }
  }
}
