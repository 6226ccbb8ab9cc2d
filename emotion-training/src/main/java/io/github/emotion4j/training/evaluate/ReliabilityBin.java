// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A point of a reliability diagram (DeGroot and Fienberg, 1983; Guo et al., 2017, figure 1): faces
 * whose likeliest emotion has about the same probability, and how many of them show it.
 *
 * @param faces how many, at least 1
 * @param right how many of them show their likeliest emotion
 * @param confidence mean probability of the likeliest emotion, 0 to 1
 */
public record ReliabilityBin(int faces, int right, double confidence) {

  /** Bins of equal width. */
  public static final int BINS = 10;

  /**
   * Sorts faces into bins by their likeliest emotion's probability.
   *
   * @param truth the labelled emotion of each face
   * @param probabilities for each face the seven probabilities in the order of {@link Emotion}
   * @return the bins that have faces, by rising probability
   */
  public static List<ReliabilityBin> of(List<Emotion> truth, float[][] probabilities) {
    Checks.requireSameSize(truth.size(), probabilities.length);
    int[] faces = new int[BINS];
    int[] right = new int[BINS];
    double[] sums = new double[BINS];
    for (int i = 0; i < probabilities.length; i++) {
      Emotion likeliest = Evaluation.likeliest(probabilities[i]);
      float confidence = probabilities[i][likeliest.index()];
      int bin = Math.min(BINS - 1, (int) (confidence * BINS));
      faces[bin]++;
      right[bin] += likeliest == truth.get(i) ? 1 : 0;
      sums[bin] += confidence;
    }
    return IntStream.range(0, BINS)
        .filter(bin -> faces[bin] > 0)
        .mapToObj(
            bin -> new ReliabilityBin(faces[bin], right[bin], Math.min(1, sums[bin] / faces[bin])))
        .toList();
  }

  /**
   * Returns the share of faces that show their likeliest emotion.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    return (double) right / faces;
  }

  /**
   * Returns where that share lies.
   *
   * @return the interval
   */
  public ConfidenceInterval accuracyInterval() {
    return ConfidenceInterval.wilson(right, faces);
  }
}
