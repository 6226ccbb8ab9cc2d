// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.List;

/**
 * Counts of faces by what they show and what was predicted: a row for each true emotion, a column
 * for each predicted one, both in the order of {@link Emotion}. The layout is that of
 * scikit-learn's {@code confusion_matrix}.
 *
 * @param rows seven rows of seven counts, none negative; unmodifiable
 */
@JsonPropertyOrder({"labels", "rows"})
public record ConfusionMatrix(@JsonProperty(required = true) List<List<Integer>> rows) {

  private static final List<Emotion> EMOTIONS = List.of(Emotion.values());

  /**
   * Makes a matrix of counts.
   *
   * @param rows seven rows of seven counts, none negative, with a sum that an {@code int} can hold;
   *     copied
   * @throws IllegalArgumentException if the shape is another or a count is negative
   * @throws ArithmeticException if the sum is too large
   */
  public ConfusionMatrix {
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.size() != EMOTIONS.size()
        || rows.stream().anyMatch(row -> row.size() != EMOTIONS.size())) {
      throw new IllegalArgumentException(
          "A confusion matrix has "
              + EMOTIONS.size()
              + " rows of as many counts, not rows of "
              + rows.stream().map(List::size).toList());
    }
    if (rows.stream().flatMap(List::stream).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("Counts must not be negative, but are " + rows);
    }
    sum(rows.stream().flatMap(List::stream).toList());
  }

  /**
   * Counts predictions.
   *
   * @param truth what each face shows
   * @param predicted what was predicted for the face at the same position
   * @return the counts
   * @throws IllegalArgumentException if the lists are empty or of different sizes
   */
  public static ConfusionMatrix of(List<Emotion> truth, List<Emotion> predicted) {
    Checks.requireSameSize(truth.size(), predicted.size());
    Integer[][] counts = new Integer[EMOTIONS.size()][EMOTIONS.size()];
    for (Integer[] row : counts) {
      Arrays.fill(row, 0);
    }
    for (int i = 0; i < truth.size(); i++) {
      counts[truth.get(i).index()][predicted.get(i).index()]++;
    }
    return new ConfusionMatrix(Arrays.stream(counts).map(List::of).toList());
  }

  @JsonCreator
  static ConfusionMatrix fromJson(
      @JsonProperty(value = "labels", required = true) List<Emotion> labels,
      @JsonProperty(value = "rows", required = true) List<List<Integer>> rows) {
    if (!labels.equals(EMOTIONS)) {
      throw new IllegalArgumentException(
          "The labels of a confusion matrix must be " + EMOTIONS + ", not " + labels);
    }
    return new ConfusionMatrix(rows);
  }

  /**
   * Returns what rows and columns stand for.
   *
   * @return the seven emotions in their order; unmodifiable
   */
  @JsonProperty("labels")
  public List<Emotion> labels() {
    return EMOTIONS;
  }

  /**
   * Returns one count.
   *
   * @param truth what the faces show
   * @param predicted what was predicted
   * @return number of faces, not negative
   */
  public int count(Emotion truth, Emotion predicted) {
    return rows.get(truth.index()).get(predicted.index());
  }

  /**
   * Returns one count as a share of its row.
   *
   * @param truth what the faces show
   * @param predicted what was predicted
   * @return 0 to 1; 0 where no face shows the emotion
   */
  public double share(Emotion truth, Emotion predicted) {
    return ratio(count(truth, predicted), support(truth));
  }

  /**
   * Returns how many faces show an emotion.
   *
   * @param truth what the faces show
   * @return the sum of its row, not negative
   */
  public int support(Emotion truth) {
    return sum(rows.get(truth.index()));
  }

  /**
   * Returns how many faces were predicted to show an emotion.
   *
   * @param predicted what was predicted
   * @return the sum of its column, not negative
   */
  public int predicted(Emotion predicted) {
    return sum(EMOTIONS.stream().map(truth -> count(truth, predicted)).toList());
  }

  /**
   * Returns how many faces were counted.
   *
   * @return the sum of all counts, not negative
   */
  public int total() {
    return sum(EMOTIONS.stream().map(this::support).toList());
  }

  /**
   * Returns the share of faces whose prediction is right.
   *
   * @return the diagonal's sum divided by the {@link #total()}, 0 to 1; 0 if nothing was counted
   */
  public double accuracy() {
    return ratio(sum(EMOTIONS.stream().map(emotion -> count(emotion, emotion)).toList()), total());
  }

  /**
   * Returns how well one emotion is recognised.
   *
   * @param emotion the emotion
   * @return its precision, recall, F1 and support
   */
  public ClassFigures figures(Emotion emotion) {
    int hits = count(emotion, emotion);
    int support = support(emotion);
    int predicted = predicted(emotion);
    return new ClassFigures(
        ratio(hits, predicted),
        ratio(hits, support),
        ratio(2.0 * hits, (double) support + predicted),
        support);
  }

  /**
   * Returns the unweighted mean of the emotions' F1. The mean is over the emotions that are shown
   * or predicted at least once, as by default in scikit-learn's {@code f1_score(average="macro")}:
   * an emotion that the data set lacks and the model never claims does not count as a failure, one
   * that is wrongly claimed does.
   *
   * @return 0 to 1; 0 if nothing was counted
   */
  public double macroF1() {
    return EMOTIONS.stream()
        .filter(emotion -> support(emotion) + predicted(emotion) > 0)
        .mapToDouble(emotion -> figures(emotion).f1())
        .average()
        .orElse(0);
  }

  private static int sum(List<Integer> counts) {
    return counts.stream().reduce(0, Math::addExact);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
