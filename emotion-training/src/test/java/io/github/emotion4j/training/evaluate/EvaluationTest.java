// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

  private final Evaluation evaluation = Evaluation.of(Samples.TRUTH, Samples.probabilities());

  @Test
  void countsTheFaces() {
    assertThat(evaluation.n()).isEqualTo(4);
  }

  @Test
  void accuracyIsTheShareOfRightPredictions() {
    assertThat(evaluation.accuracy()).isEqualTo(0.5);
  }

  @Test
  void macroF1IsTheMeanOverTheFourEmotionsThatOccur() {
    assertThat(evaluation.macroF1()).isEqualTo((2 / 3.0 + 2 / 3.0 + 0 + 0) / 4, within(1e-12));
  }

  @Test
  void calibrationErrorWeighsTheGapOfEachBinByItsFaces() {
    // Half of the faces at 0.9 and half at 0.4, each right half of the time.
    assertThat(evaluation.expectedCalibrationError())
        .isEqualTo(0.5 * (0.9 - 0.5) + 0.5 * (0.5 - 0.4), within(1e-6));
  }

  @Test
  void calibrationErrorIsZeroForSureAndRightPredictions() {
    Evaluation perfect =
        Evaluation.of(List.of(Emotion.FEAR), new float[][] {Samples.row(Emotion.FEAR, 1)});

    assertThat(perfect.expectedCalibrationError()).isZero();
  }

  @Test
  void confidencesInOneBinCancelOut() {
    // 0.61 and 0.65 lie in the bin from 9/15 to 10/15: |0.61 - 1 + 0.65 - 0| / 2.
    Evaluation twoInABin =
        Evaluation.of(
            List.of(Emotion.SAD, Emotion.HAPPY),
            new float[][] {Samples.row(Emotion.SAD, 0.61f), Samples.row(Emotion.SAD, 0.65f)});

    assertThat(twoInABin.expectedCalibrationError()).isEqualTo(0.13, within(1e-6));
  }

  @Test
  void likelihoodIsOfTheLabelledEmotion() {
    double expected = -(Math.log(0.9) + Math.log(0.1 / 6) + Math.log(0.4) + Math.log(0.6 / 6)) / 4;

    assertThat(evaluation.negativeLogLikelihood()).isEqualTo(expected, within(1e-6));
  }

  @Test
  void likelihoodStaysFiniteWhereAProbabilityIsZero() {
    Evaluation wrong =
        Evaluation.of(List.of(Emotion.FEAR), new float[][] {Samples.row(Emotion.SAD, 1)});

    assertThat(wrong.negativeLogLikelihood()).isEqualTo(-Math.log(Float.MIN_NORMAL), within(1e-9));
  }

  @Test
  void figuresOfAnEmotionAreInItsOwnEntry() {
    assertThat(evaluation.perClass())
        .containsEntry(Emotion.HAPPY, new ClassFigures(1, 0.5, 2 / 3.0, 2))
        .containsEntry(Emotion.SAD, new ClassFigures(0.5, 1, 2 / 3.0, 1));
  }

  @Test
  void figuresOfEmotionsThatDoNotOccurAreZero() {
    assertThat(evaluation.perClass())
        .hasSize(7)
        .containsEntry(Emotion.SURPRISE, new ClassFigures(0, 0, 0, 0));
  }

  @Test
  void figuresByEmotionCanNotBeChanged() {
    Map<Emotion, ClassFigures> perClass = evaluation.perClass();

    assertThatThrownBy(() -> perClass.remove(Emotion.SAD))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void ofEquallyLikelyEmotionsTheFirstIsPredicted() {
    float[] row = {0, 0.5f, 0, 0.5f, 0, 0, 0};

    Evaluation tie = Evaluation.of(List.of(Emotion.DISGUST), new float[][] {row});

    assertThat(tie.accuracy()).isEqualTo(1);
  }

  @Test
  void speedIsEmptyUntilMeasured() {
    assertThat(evaluation.imagesPerSecond()).isEmpty();
  }

  @Test
  void measuredSpeedIsAddedToTheSameFigures() {
    Evaluation measured = evaluation.withImagesPerSecond(812.5);

    assertThat(measured.imagesPerSecond()).hasValue(812.5);
    assertThat(measured.confusion()).isEqualTo(evaluation.confusion());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASpeedThatIsNone(double speed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.withImagesPerSecond(speed))
        .withMessageContaining("imagesPerSecond")
        .withMessageContaining(Double.toString(speed));
  }

  @Test
  void refusesAnEmptySet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(List.of(), new float[0][]))
        .withMessageContaining("at least one");
  }

  @Test
  void refusesSizesThatDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(List.of(Emotion.SAD), Samples.probabilities()))
        .withMessageContaining("1 labels and 4 rows");
  }

  static Stream<float[]> rowsThatAreNoProbabilities() {
    return Stream.of(
        new float[] {Float.NaN, 1, 0, 0, 0, 0, 0},
        new float[] {1.5f, -0.5f, 0, 0, 0, 0, 0},
        new float[] {0.5f, 0, 0, 0, 0, 0, 0},
        new float[] {0.5f, 0.5f, 0.5f, 0, 0, 0, 0},
        new float[] {0.5f, 0.5f},
        new float[0],
        new float[] {0.5f, 0.5f, 0, 0, 0, 0, 0, 0});
  }

  @ParameterizedTest
  @MethodSource("rowsThatAreNoProbabilities")
  void refusesARowThatIsNoProbabilities(float[] row) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluation.of(
                    List.of(Emotion.SAD, Emotion.SAD),
                    new float[][] {Samples.row(Emotion.SAD, 0.9f), row}))
        .withMessageContaining("Row 1");
  }

  static Stream<Arguments> figuresOutOfRange() {
    return Stream.of(
        Arguments.of(-0.1, 1.0, "expectedCalibrationError"),
        Arguments.of(Double.NaN, 1.0, "expectedCalibrationError"),
        Arguments.of(0.1, -1.0, "negativeLogLikelihood"),
        Arguments.of(0.1, Double.POSITIVE_INFINITY, "negativeLogLikelihood"));
  }

  @ParameterizedTest
  @MethodSource("figuresOutOfRange")
  void refusesAFigureOutOfItsRange(double error, double loss, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Evaluation(evaluation.confusion(), error, loss, OptionalDouble.empty()))
        .withMessageContaining(message);
  }

  @Test
  void refusesACountOfNoFaces() {
    ConfusionMatrix empty = new ConfusionMatrix(Collections.nCopies(7, Collections.nCopies(7, 0)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Evaluation(empty, 0, 0, OptionalDouble.empty()))
        .withMessageContaining("one face");
  }

  private static Evaluation reading(int faces, Emotion... predicted) {
    List<Emotion> truth = new ArrayList<>();
    float[][] probabilities = new float[faces][7];
    for (int i = 0; i < probabilities.length; i++) {
      truth.add(Emotion.ofIndex(i % 7));
      Arrays.fill(probabilities[i], 0.05f);
      probabilities[i][predicted[i % predicted.length].index()] = 0.7f;
    }
    return Evaluation.of(truth, probabilities);
  }

  @Test
  void warnsOfAModelThatReadsOneEmotionOnly() {
    assertThat(reading(70, Emotion.HAPPY).warnings())
        .anySatisfy(line -> assertThat(line).contains("collapsed", "happy in 70 of 70 faces"))
        .anySatisfy(line -> assertThat(line).contains("always saying angry"));
  }

  @Test
  void doesNotWarnOfAModelThatReadsWellNorOfAFewFaces() {
    assertThat(reading(70, Emotion.values()).warnings()).isEmpty();
    assertThat(reading(9, Emotion.HAPPY).warnings()).isEmpty();
  }
}
