// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How many faces must be left out, those with the least margin first, for the rest to be read with
 * some accuracy (a point of the curve of risk and coverage, El-Yaniv and Wiener, 2010). The margin
 * is that of {@link io.github.emotion4j.EmotionResult#isUncertain(double)}.
 *
 * @param target the accuracy to reach, 0 to 1
 * @param leftOut the least share of faces that must be left out, 0 to below 1
 * @param margin the threshold that leaves them out: the least margin of those that stay, 0 to 1
 */
public record SelectiveAccuracy(double target, double leftOut, double margin) {

  /**
   * Finds the least share to leave out.
   *
   * @param truth the labelled emotion of each face, at least one
   * @param probabilities for each face seven probabilities, in the order of {@link Emotion}
   * @param target the accuracy to reach, 0 to 1
   * @return what to leave out; empty where no margin reaches the accuracy
   * @throws IllegalArgumentException if there are no faces, or the sizes differ
   */
  public static Optional<SelectiveAccuracy> of(
      List<Emotion> truth, float[][] probabilities, double target) {
    Checks.requireSameSize(truth.size(), probabilities.length);
    Checks.requireShare("target", target);
    double[] margins =
        Arrays.stream(probabilities).mapToDouble(SelectiveAccuracy::margin).toArray();
    List<Integer> surestFirst =
        IntStream.range(0, margins.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -margins[i]))
            .toList();
    int right = 0;
    int kept = 0;
    for (int count = 1; count <= margins.length; count++) {
      int face = surestFirst.get(count - 1);
      right += probabilities[face][truth.get(face).index()] >= most(probabilities[face]) ? 1 : 0;
      boolean tied = count < margins.length && margins[surestFirst.get(count)] == margins[face];
      if (!tied && right >= target * count) {
        kept = count;
      }
    }
    return kept == 0
        ? Optional.empty()
        : Optional.of(
            new SelectiveAccuracy(
                target, 1 - (double) kept / margins.length, margins[surestFirst.get(kept - 1)]));
  }

  private static double most(float[] row) {
    double most = 0;
    for (float probability : row) {
      most = Math.max(most, probability);
    }
    return most;
  }

  private static double margin(float[] row) {
    float[] sorted = row.clone();
    Arrays.sort(sorted);
    return Math.min(1, (double) sorted[sorted.length - 1] - sorted[sorted.length - 2]);
  }
}
