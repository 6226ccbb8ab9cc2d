// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of a model on one set of labelled faces. The predicted emotion is the likeliest one,
 * and among equals the first in the order of {@link Emotion}.
 *
 * @param confusion counts by labelled and predicted emotion, of one face at least
 * @param expectedCalibrationError mean distance between confidence and accuracy, 0 to 1, over
 *     {@value #CALIBRATION_BINS} bins of equal width of the likeliest emotion's probability,
 *     weighted by the faces in each bin (Guo et al. 2017, equation 3)
 * @param negativeLogLikelihood mean of −ln of the labelled emotion's probability, in nats, not
 *     negative (Guo et al. 2017, equation 2, divided by the number of faces); a probability below
 *     {@link Float#MIN_NORMAL} counts as that, so that a softmax that underflows stays finite
 * @param imagesPerSecond speed of the classifier, positive; empty where it was not measured
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017, On Calibration of Modern Neural
 *     Networks</a>
 */
@JsonPropertyOrder({ // methods come in no certain order
  "n",
  "accuracy",
  "macro_f1",
  "ece",
  "nll",
  "per_class",
  "confusion",
  "images_per_second",
  "accuracy_interval",
  "majority_baseline"
})
@JsonIgnoreProperties(
    value = {"n", "accuracy", "macro_f1", "per_class", "accuracy_interval", "majority_baseline"},
    allowGetters = true)
public record Evaluation(
    @JsonProperty(required = true) ConfusionMatrix confusion,
    @JsonProperty(value = "ece", required = true) double expectedCalibrationError,
    @JsonProperty(value = "nll", required = true) double negativeLogLikelihood,
    @JsonProperty("images_per_second") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        OptionalDouble imagesPerSecond) {

  /** Number of bins of the expected calibration error; the paper uses as many. */
  public static final int CALIBRATION_BINS = 15;

  private static final int EMOTIONS = Emotion.values().length;
  private static final int FEWEST_TO_WARN_OF = 10;
  private static final double COLLAPSED = 0.9; // of the predictions are one emotion
  private static final double NOT_SO_COMMON = 0.7; // are the faces that show it

  /**
   * Makes an evaluation of figures that are known already; {@link #of} computes them.
   *
   * @param confusion counts by labelled and predicted emotion, of one face at least
   * @param expectedCalibrationError 0 to 1
   * @param negativeLogLikelihood finite, not negative
   * @param imagesPerSecond finite and positive, or empty
   * @throws IllegalArgumentException if a value is out of its range, or no face was counted
   */
  public Evaluation {
    if (confusion.total() < 1) {
      throw new IllegalArgumentException("confusion must count one face at least");
    }
    Checks.requireShare("expectedCalibrationError", expectedCalibrationError);
    if (!(negativeLogLikelihood >= 0 && Double.isFinite(negativeLogLikelihood))) {
      throw new IllegalArgumentException(
          "negativeLogLikelihood must be finite and not negative, but is " + negativeLogLikelihood);
    }
    imagesPerSecond.ifPresent(
        speed -> {
          if (!(speed > 0 && Double.isFinite(speed))) {
            throw new IllegalArgumentException(
                "imagesPerSecond must be finite and positive, not " + speed);
          }
        });
  }

  /**
   * Computes the figures of predictions.
   *
   * @param truth the labelled emotion of each face, at least one
   * @param probabilities for each face the seven probabilities in the order of {@link Emotion}, 0
   *     to 1, summing to 1 within {@link EmotionResult#SUM_TOLERANCE}; not changed
   * @return the figures, without a speed
   * @throws IllegalArgumentException if there are no faces, the sizes differ, or a row is not seven
   *     probabilities (NaN is none); the message has the row's index
   */
  public static Evaluation of(List<Emotion> truth, float[][] probabilities) {
    Checks.requireSameSize(truth.size(), probabilities.length);
    int n = truth.size();
    List<Emotion> predicted = new ArrayList<>(n);
    double[] surplus = new double[CALIBRATION_BINS];
    double logLikelihood = 0;
    for (int i = 0; i < n; i++) {
      float[] row = probabilities[i];
      requireProbabilities(i, row);
      Emotion likeliest = likeliest(row);
      predicted.add(likeliest);
      float confidence = row[likeliest.index()];
      surplus[bin(confidence)] += (likeliest == truth.get(i) ? 1 : 0) - confidence;
      logLikelihood += Math.log(Math.max(row[truth.get(i).index()], Float.MIN_NORMAL));
    }
    double calibrationError = 0;
    for (double bin : surplus) {
      calibrationError += Math.abs(bin) / n;
    }
    return new Evaluation(
        ConfusionMatrix.of(truth, predicted),
        Math.min(1, calibrationError),
        Math.max(0, -logLikelihood / n),
        OptionalDouble.empty());
  }

  /**
   * Returns how many faces were evaluated.
   *
   * @return the total of the confusion matrix, positive
   */
  @JsonProperty("n")
  public int n() {
    return confusion.total();
  }

  /**
   * Returns how often the model was right.
   *
   * @return share of faces whose predicted emotion is the labelled one, 0 to 1
   */
  @JsonProperty("accuracy")
  public double accuracy() {
    return confusion.accuracy();
  }

  /**
   * Returns the unweighted mean of the emotions' F1.
   *
   * @return 0 to 1, as {@link ConfusionMatrix#macroF1()} defines it where an emotion is missing
   */
  @JsonProperty("macro_f1")
  public double macroF1() {
    return confusion.macroF1();
  }

  /**
   * Returns how well each emotion is recognised.
   *
   * @return the figures of each of the seven emotions, in their order; unmodifiable
   */
  @JsonProperty("per_class")
  public Map<Emotion, ClassFigures> perClass() {
    Map<Emotion, ClassFigures> perClass = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      perClass.put(emotion, confusion.figures(emotion));
    }
    return Collections.unmodifiableMap(perClass);
  }

  /**
   * Returns where the accuracy lies, by how many faces it was counted on.
   *
   * @return the interval of 95 %
   */
  @JsonProperty("accuracy_interval")
  public ConfidenceInterval accuracyInterval() {
    int right = 0;
    for (Emotion emotion : Emotion.values()) {
      right += confusion.count(emotion, emotion);
    }
    return ConfidenceInterval.wilson(right, n());
  }

  /**
   * Returns what the accuracy is to be compared with.
   *
   * @return the accuracy of always saying the commonest emotion
   */
  @JsonProperty("majority_baseline")
  public MajorityBaseline majorityBaseline() {
    return MajorityBaseline.of(confusion);
  }

  /**
   * Says what the accuracy hides, for ten faces or more: that the model reads one emotion in nearly
   * all of them, or is not shown to be better than always saying the commonest.
   *
   * @return sentences; none of a good model
   */
  public List<String> warnings() {
    int n = n();
    List<String> warnings = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      int predicted = confusion.predicted(emotion);
      if (n >= FEWEST_TO_WARN_OF
          && predicted >= COLLAPSED * n
          && confusion.support(emotion) < NOT_SO_COMMON * n) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "The model has collapsed: it reads %s in %d of %d faces; train longer, at a lower"
                    + " rate, or from an initial model",
                emotion,
                predicted,
                n));
      }
    }
    MajorityBaseline baseline = majorityBaseline();
    if (n >= FEWEST_TO_WARN_OF && accuracyInterval().lower() <= baseline.accuracy()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "It is not shown that the model is better than always saying %s, which is right for"
                  + " %.1f %%",
              baseline.emotion(),
              100 * baseline.accuracy()));
    }
    return warnings;
  }

  /**
   * Writes the accuracy with what it takes to judge it.
   *
   * @return such as {@code accuracy 65.00 % (52.4 to 75.8 %, always happy: 20.0 %)}
   */
  public String describeAccuracy() {
    MajorityBaseline baseline = majorityBaseline();
    return String.format(
        Locale.ROOT,
        "accuracy %.2f %% (%s, always %s: %.1f %%)",
        100 * accuracy(),
        accuracyInterval(),
        baseline.emotion(),
        100 * baseline.accuracy());
  }

  /**
   * Adds a measured speed.
   *
   * @param speed faces that the classifier takes in a second, finite and positive
   * @return the same figures with the speed
   * @throws IllegalArgumentException if the speed is out of its range
   */
  public Evaluation withImagesPerSecond(double speed) {
    return new Evaluation(
        confusion, expectedCalibrationError, negativeLogLikelihood, OptionalDouble.of(speed));
  }

  private static void requireProbabilities(int index, float[] row) {
    double sum = 0;
    boolean inRange = row.length == EMOTIONS;
    for (float probability : row) {
      inRange &= probability >= 0 && probability <= 1;
      sum += probability;
    }
    if (!inRange || Math.abs(sum - 1) > EmotionResult.SUM_TOLERANCE) {
      throw new IllegalArgumentException(
          "Row "
              + index
              + " must be seven probabilities that sum to 1, not "
              + Arrays.toString(row));
    }
  }

  /**
   * Tells what a model says, by its probabilities or its logits.
   *
   * @param row seven numbers in the order of {@link Emotion}
   * @return the emotion of the largest, among equals the first
   */
  public static Emotion likeliest(float[] row) {
    Emotion best = Emotion.ANGRY;
    for (Emotion emotion : Emotion.values()) {
      if (row[emotion.index()] > row[best.index()]) {
        best = emotion;
      }
    }
    return best;
  }

  /** The bin ((m − 1) / M, m / M] that holds a confidence, counted from 0. */
  private static int bin(float confidence) {
    return (int) Math.ceil(confidence * CALIBRATION_BINS) - 1;
  }
}
