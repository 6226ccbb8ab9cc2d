// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataDefaultsTest {

  private static DataDefaults of(EmotionTrainerBuilder builder, int ofEach, int validationOfEach) {
    return DataDefaults.of(builder, SyntheticFaces.dataset(ofEach, validationOfEach));
  }

  @ParameterizedTest
  @CsvSource({"28709, 128, 128", "700, 128, 64", "500, 64, 32", "60, 64, 8", "7, 64, 3"})
  void aBatchLeavesAnEpochSomeSteps(int faces, int most, int batch) {
    assertThat(DataDefaults.batchSize(faces, most)).isEqualTo(batch);
  }

  @Test
  void facesThatAreHeldOutMakeNoBatch() {
    assertThat(of(EmotionTrainer.builder(), 20, 0).batchSize()).isEqualTo(8); // 112 of 140
    assertThat(of(EmotionTrainer.builder(), 20, 1).batchSize()).isEqualTo(16);
  }

  @Test
  void whatIsSetStands() {
    EmotionTrainerBuilder builder =
        EmotionTrainer.builder().batchSize(3).epochs(4).learningRate(0.7);

    assertThat(of(builder, 20, 1)).isEqualTo(new DataDefaults(4, 0, 3, 0.7));
  }

  @Test
  void anInitialModelIsFittedGentlyToFewFaces() {
    EmotionTrainerBuilder builder =
        EmotionTrainer.builder().initialModel(EmbeddedModels.read("fer2013"));

    DataDefaults fitting = of(builder, 12, 0);

    DataDefaults fromScratch = of(EmotionTrainer.builder(), 12, 0);
    assertThat(fitting.headEpochs()).isEqualTo(fitting.epochs());
    assertThat(fitting.epochs()).isLessThan(fromScratch.epochs());
    assertThat(fitting.learningRate()).isLessThan(fromScratch.learningRate());
    assertThat(fromScratch.headEpochs()).isZero();
    assertThat(of(builder, 300, 1).headEpochs()).as("2,100 faces").isZero();
  }
}
