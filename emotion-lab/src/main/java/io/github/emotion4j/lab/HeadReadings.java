// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelOutputs;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import io.github.emotion4j.training.evaluate.NeutralPriorFit;
import io.github.emotion4j.training.evaluate.TemperatureScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What each head of a network says of all faces, as the SDK computes it, so that combinations can
 * be tried without running the network again. A head's logits are given but for a summand a face,
 * which no softmax sees.
 */
final class HeadReadings {

  private static final int BATCH = 64;
  private static final int NEUTRAL = Emotion.NEUTRAL.index();

  private final Map<MeasuringSet, MeasuringFaces.Halves> sets;
  private final Map<MeasuringSet, Map<String, float[][]>> logits;

  private HeadReadings(
      Map<MeasuringSet, MeasuringFaces.Halves> sets,
      Map<MeasuringSet, Map<String, float[][]>> logits) {
    this.sets = sets;
    this.logits = logits;
  }

  /**
   * Runs each head on all faces.
   *
   * @param directory holds the weights
   */
  static HeadReadings of(
      Path directory,
      HeadsPlan plan,
      ModelCard.Weights weights,
      Map<MeasuringSet, MeasuringFaces.Halves> sets)
      throws IOException {
    Map<MeasuringSet, Map<String, float[][]>> logits = new EnumMap<>(MeasuringSet.class);
    for (String head : plan.heads()) {
      ModelCard card = plan.card("head-" + head, HeadsPlan.PlannedModel.ofHead(head), weights);
      Path file = ModelFile.writeCard(directory, card);
      try (EmotionModel model = EmotionModel.load(file)) {
        sets.forEach(
            (set, halves) ->
                logits
                    .computeIfAbsent(set, key -> new LinkedHashMap<>())
                    .put(head, logarithms(model, halves.faces())));
      } finally {
        Files.delete(file);
      }
    }
    return new HeadReadings(sets, logits);
  }

  private static float[][] logarithms(EmotionModel model, List<LabelledFace> faces) {
    float[][] rows = ModelEvaluator.probabilities(model, faces, BATCH, false);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) Math.log(Math.max(row[i], Float.MIN_NORMAL));
      }
    }
    return rows;
  }

  /** The logits of a combination of heads, as {@link ModelOutputs} says. */
  float[][] combined(MeasuringSet set, HeadsPlan.PlannedModel model) {
    int count = sets.get(set).faces().size();
    float[][] sums = new float[count][Emotion.values().length];
    model
        .weights()
        .forEach(
            (head, weight) -> {
              float[][] rows = logits.get(set).get(head);
              for (int i = 0; i < count; i++) {
                for (int k = 0; k < sums[i].length; k++) {
                  sums[i][k] += (float) (weight * rows[i][k]);
                }
              }
            });
    float[] biases = model.outputs(List.copyOf(logits.get(set).keySet())).summands();
    for (float[] row : sums) {
      for (int k = 0; k < row.length; k++) {
        row[k] += biases[k];
      }
    }
    model
        .neutralHead()
        .ifPresent(
            head -> {
              float[][] rows = logits.get(set).get(head);
              for (int i = 0; i < count; i++) {
                double odds = rows[i][NEUTRAL] - logSumExpOfOthers(rows[i]);
                sums[i][NEUTRAL] = (float) (biases[NEUTRAL] + odds + logSumExpOfOthers(sums[i]));
              }
            });
    return sums;
  }

  private static double logSumExpOfOthers(float[] logits) {
    double sum = 0;
    for (int k = 0; k < NEUTRAL; k++) {
      sum += Math.exp(logits[k]);
    }
    return Math.log(sum);
  }

  /** The temperature of a combination, fitted on halves of its sets, each with the same say. */
  double temperature(HeadsPlan.PlannedModel model) {
    List<float[]> rows = new ArrayList<>();
    List<Emotion> truth = new ArrayList<>();
    List<Double> says = new ArrayList<>();
    for (MeasuringSet set : model.calibratedOn()) {
      float[][] sums = combined(set, model);
      int[] half = sets.get(set).half(true);
      for (int i : half) {
        rows.add(sums[i]);
        truth.add(sets.get(set).faces().get(i).emotion());
        says.add(1.0 / half.length);
      }
    }
    return TemperatureScaling.fit(
        rows.toArray(float[][]::new),
        truth,
        says.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The share of neutral faces that a combination expects, on the fitted half of a set. */
  OptionalDouble neutralPrior(MeasuringSet set, float[][] probabilities) {
    int[] half = sets.get(set).half(true);
    return NeutralPriorFit.fit(select(probabilities, half), truth(set, half));
  }

  /** Figures on all faces of a set. */
  Evaluation whole(MeasuringSet set, float[][] probabilities) {
    return Evaluation.of(
        sets.get(set).faces().stream().map(LabelledFace::emotion).toList(), probabilities);
  }

  /** Figures on the half of a set that nothing was fitted on. */
  Evaluation apart(MeasuringSet set, float[][] probabilities) {
    int[] half = sets.get(set).half(false);
    return Evaluation.of(truth(set, half), select(probabilities, half));
  }

  private List<Emotion> truth(MeasuringSet set, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> sets.get(set).faces().get(i).emotion()).toList();
  }

  private static float[][] select(float[][] rows, int[] chosen) {
    return Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(float[][]::new);
  }
}
