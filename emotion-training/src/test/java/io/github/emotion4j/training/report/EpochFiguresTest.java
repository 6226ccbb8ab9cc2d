// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochFiguresTest {

  @Test
  void bestHasTheHighestValidationAccuracy() {
    assertThat(EpochFigures.best(Histories.withAccuracies(0.3, 0.6, 0.5)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }

  @Test
  void bestOfEqualsIsTheFirst() {
    assertThat(EpochFigures.best(Histories.withAccuracies(0.3, 0.6, 0.6)))
        .hasValueSatisfying(best -> assertThat(best.epoch()).isEqualTo(2));
  }

  @Test
  void noEpochsHaveNoBest() {
    assertThat(EpochFigures.best(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, epoch",
    "1, -1, 0, 0, 0, 0, 0, 0, 0, 0, learningRate",
    "1, 0, NaN, 0, 0, 0, 0, 0, 0, 0, training loss",
    "1, 0, 0, 1.1, 0, 0, 0, 0, 0, 0, training accuracy",
    "1, 0, 0, 0, Infinity, 0, 0, 0, 0, 0, validation loss",
    "1, 0, 0, 0, 0, 67.3, 0, 0, 0, 0, validation accuracy",
    "1, 0, 0, 0, 0, 0, -0.1, 0, 0, 0, validation macroF1",
    "1, 0, 0, 0, 0, 0, 0, -1, 0, 0, seconds",
    "1, 0, 0, 0, 0, 0, 0, 0, NaN, 0, dataSeconds",
    "1, 0, 0, 0, 0, 0, 0, 0, 0, Infinity, imagesPerSecond"
  })
  void refusesAFigureOutOfItsRange(
      int epoch,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      double validationLoss,
      double validationAccuracy,
      double validationMacroF1,
      double seconds,
      double dataSeconds,
      double imagesPerSecond,
      String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EpochFigures(
                    epoch,
                    learningRate,
                    new EpochFigures.Training(trainLoss, trainAccuracy),
                    new EpochFigures.Validation(
                        validationLoss, validationAccuracy, validationMacroF1),
                    new EpochFigures.Computation(
                        seconds, dataSeconds, imagesPerSecond, "cpu", "FLOAT32")))
        .withMessageStartingWith(name + " must be");
  }
}
