// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest {

  private static final int FACES = 20_000;

  /** Logits that are the truth about randomly drawn labels, and then a temperature too hot. */
  private static final class Sample {

    private final float[][] logits = new float[FACES][7];
    private final List<Emotion> truth = new ArrayList<>();

    static Sample withTemperature(double temperature) {
      Random random = new Random(7);
      Sample sample = new Sample();
      for (float[] row : sample.logits) {
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) (2 * random.nextGaussian());
        }
        sample.truth.add(draw(TemperatureScaling.softmax(row, 1), random.nextDouble()));
        for (int i = 0; i < row.length; i++) {
          row[i] *= (float) temperature;
        }
      }
      return sample;
    }

    private static Emotion draw(float[] probabilities, double place) {
      double sum = 0;
      for (Emotion emotion : Emotion.values()) {
        sum += probabilities[emotion.index()];
        if (place < sum) {
          return emotion;
        }
      }
      return Emotion.NEUTRAL;
    }

    Evaluation evaluate(double temperature) {
      return Evaluation.of(
          truth,
          Arrays.stream(logits)
              .map(row -> TemperatureScaling.softmax(row, temperature))
              .toArray(float[][]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.7, 1, 2.5, 10})
  void findsTheTemperatureThatLogitsWereMultipliedBy(double temperature) {
    Sample sample = Sample.withTemperature(temperature);

    assertThat(TemperatureScaling.fit(sample.logits, sample.truth))
        .isCloseTo(temperature, Percentage.withPercentage(3));
  }

  @Test
  void noTemperatureNearbyIsLikelier() {
    Sample sample = Sample.withTemperature(2.5);
    double fitted = TemperatureScaling.fit(sample.logits, sample.truth);

    assertThat(sample.evaluate(fitted).negativeLogLikelihood())
        .isLessThan(sample.evaluate(fitted * 1.01).negativeLogLikelihood())
        .isLessThan(sample.evaluate(fitted / 1.01).negativeLogLikelihood());
  }

  @Test
  void fittedTemperatureCalibrates() {
    Sample sample = Sample.withTemperature(2.5);
    double fitted = TemperatureScaling.fit(sample.logits, sample.truth);

    assertThat(sample.evaluate(1).expectedCalibrationError()).isGreaterThan(0.1);
    assertThat(sample.evaluate(fitted).expectedCalibrationError()).isLessThan(0.02);
  }

  @Test
  void fittedTemperatureKeepsTheAccuracy() {
    Sample sample = Sample.withTemperature(2.5);
    double fitted = TemperatureScaling.fit(sample.logits, sample.truth);

    assertThat(sample.evaluate(fitted).accuracy()).isEqualTo(sample.evaluate(1).accuracy());
  }

  @Test
  void logarithmsOfProbabilitiesServeAsLogits() {
    Sample sample = Sample.withTemperature(2.5);
    float[][] logarithms = new float[FACES][7];
    for (int i = 0; i < FACES; i++) {
      float[] probabilities = TemperatureScaling.softmax(sample.logits[i], 1);
      for (int j = 0; j < 7; j++) {
        logarithms[i][j] = (float) Math.log(probabilities[j]);
      }
    }

    assertThat(TemperatureScaling.fit(logarithms, sample.truth))
        .isCloseTo(
            TemperatureScaling.fit(sample.logits, sample.truth), Percentage.withPercentage(0.01));
  }

  @Test
  void allRightGivesTheLowestTemperature() {
    assertThat(fitOne(3, Emotion.ANGRY))
        .isEqualTo(TemperatureScaling.MIN_TEMPERATURE, within(1e-6));
  }

  @Test
  void allWrongGivesTheHighestTemperature() {
    assertThat(fitOne(3, Emotion.SAD)).isEqualTo(TemperatureScaling.MAX_TEMPERATURE, within(1e-4));
  }

  @Test
  void softmaxOfTemperatureOneIsThePlainOne() {
    assertThat(TemperatureScaling.softmax(new float[] {0, (float) Math.log(3)}, 1))
        .containsExactly(new float[] {0.25f, 0.75f}, within(1e-6f));
  }

  @Test
  void softmaxDividesLogitsByTheTemperature() {
    assertThat(TemperatureScaling.softmax(new float[] {0, 2 * (float) Math.log(3)}, 2))
        .containsExactly(new float[] {0.25f, 0.75f}, within(1e-6f));
  }

  @Test
  void softmaxOfHugeLogitsDoesNotOverflow() {
    assertThat(
            TemperatureScaling.softmax(
                new float[] {Float.MAX_VALUE, -Float.MAX_VALUE}, Double.MIN_NORMAL))
        .containsExactly(1, 0);
  }

  @Test
  void softmaxLeavesItsLogitsAlone() {
    float[] logits = {1, 2, 3};

    TemperatureScaling.softmax(logits, 2);

    assertThat(logits).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void softmaxRefusesATemperatureThatIsNone(double temperature) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.softmax(new float[] {1, 2}, temperature))
        .withMessageContaining(Double.toString(temperature));
  }

  static Stream<float[]> rowsThatAreNoLogits() {
    return Stream.of(
        new float[] {Float.NaN, 0, 0, 0, 0, 0, 0},
        new float[] {0, 0, 0, 0, 0, 0, Float.POSITIVE_INFINITY},
        new float[] {Float.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0},
        new float[0]);
  }

  @ParameterizedTest
  @MethodSource("rowsThatAreNoLogits")
  void softmaxRefusesWhatIsNoLogits(float[] row) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.softmax(row, 1))
        .withMessageContaining("finite");
  }

  @ParameterizedTest
  @MethodSource("rowsThatAreNoLogits")
  void fitRefusesWhatIsNoLogits(float[] row) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fit(new float[][] {row}, List.of(Emotion.SAD)))
        .withMessageContaining("Row 0");
  }

  @Test
  void fitRefusesNoFaces() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fit(new float[0][], List.of()))
        .withMessageContaining("at least one");
  }

  @Test
  void fitRefusesSizesThatDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TemperatureScaling.fit(new float[2][7], List.of(Emotion.SAD)))
        .withMessageContaining("1 labels and 2 rows");
  }

  private static double fitOne(float angry, Emotion truth) {
    return TemperatureScaling.fit(new float[][] {{angry, 0, 0, 0, 0, 0, 0}}, List.of(truth));
  }
}
