// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the network is to say for each face: a row of seven numbers for each head, one after the
 * other.
 */
final class TrainingTargets {

  private static final int CLASSES = Emotion.values().length;

  private TrainingTargets() {}

  /**
   * Makes the targets.
   *
   * @param classBalance 0 weighs all faces alike, 1 all emotions
   * @param teachers what is learned beside the labels
   */
  static float[][] of(
      List<LabelledFace> faces,
      LabelSource labels,
      Optional<FerPlus> votes,
      double smoothing,
      double classBalance,
      Teachers teachers) {
    List<LabelSource> heads = labels.heads();
    float[][] targets = new float[faces.size()][heads.size() * CLASSES];
    for (int head = 0; head < heads.size(); head++) {
      boolean ofFer2013 = heads.get(head) == LabelSource.FER2013;
      float[][] rows = ofFer2013 ? smoothed(faces, smoothing) : votes(faces, votes.orElseThrow());
      teachers.blendInto(rows, heads.get(head), faces);
      if (ofFer2013) {
        balance(rows, faces, classBalance);
      }
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, targets[i], head * CLASSES, CLASSES);
      }
    }
    return targets;
  }

  /** Every label's probability, less a share that is spread over all emotions. */
  static float[][] smoothed(List<LabelledFace> faces, double smoothing) {
    float[][] rows = new float[faces.size()][CLASSES];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], (float) (smoothing / CLASSES));
      rows[i][faces.get(i).emotion().index()] += (float) (1 - smoothing);
    }
    return rows;
  }

  /** Scales each row by its emotion's weight: (mean count / count) to a power, 1 on average. */
  private static void balance(float[][] rows, List<LabelledFace> faces, double power) {
    double[] weights = new double[CLASSES];
    faces.forEach(face -> weights[face.emotion().index()]++);
    double sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      double count = weights[i];
      weights[i] = Math.pow(count, -power);
      sum += count == 0 ? 0 : count * weights[i];
    }
    for (int i = 0; i < rows.length; i++) {
      double weight = weights[faces.get(i).emotion().index()] * faces.size() / sum;
      for (int j = 0; j < CLASSES; j++) {
        rows[i][j] *= (float) weight;
      }
    }
  }

  private static float[][] votes(List<LabelledFace> faces, FerPlus votes) {
    float[][] rows = new float[faces.size()][CLASSES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = votes.distribution(faces.get(i)).orElse(rows[i]);
    }
    return rows;
  }
}
