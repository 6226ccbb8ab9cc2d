// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.util.Map;
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

    assertThat(of(builder, 20, 1)).isEqualTo(new DataDefaults(4, 0, 3, 0.7, 0.999));
    assertThat(onGpu(builder, 20)).isEqualTo(of(builder, 20, 1));
  }

  @ParameterizedTest
  @CsvSource({"0, false, 64", "0, true, 512", "128, false, 128", "128, true, 128"})
  void aGpuHasLargerBatchesUnlessARecipeSaysWhich(int ofRecipe, boolean gpu, int most) {
    assertThat(DataDefaults.mostFaces(ofRecipe, gpu)).isEqualTo(most);
  }

  /** 1,050 faces: seven steps of 150 would be too few. */
  @Test
  void withLargerBatchesTheRateRisesByTheRootAndTheAverageForgetsAsFastAFace() {
    DataDefaults cpu = of(EmotionTrainer.builder(), 150, 1);
    DataDefaults gpu = onGpu(EmotionTrainer.builder(), 150);

    assertThat(cpu).isEqualTo(new DataDefaults(60, 0, 64, 0.05, 0.999));
    assertThat(gpu.batchSize()).isEqualTo(128);
    assertThat(gpu.learningRate()).isCloseTo(0.05 * Math.sqrt(2), within(1e-12));
    assertThat(gpu.averageDecay()).isCloseTo(0.999 * 0.999, within(1e-12));
    assertThat(gpu.epochs()).isEqualTo(cpu.epochs());
  }

  @Test
  void fewFacesAreTrainedTheSameOnAGpu() {
    assertThat(onGpu(EmotionTrainer.builder(), 20)).isEqualTo(of(EmotionTrainer.builder(), 20, 1));
  }

  @Test
  void aRateThatIsSetStandsWithLargerBatchesToo() {
    assertThat(onGpu(EmotionTrainer.builder().learningRate(0.02), 150).learningRate())
        .isEqualTo(0.02);
  }

  @Test
  void aRecipeIsTheSameOnAGpu() {
    EmotionTrainerBuilder builder = EmotionTrainer.builder().recipe(Recipe.FER2013_BEST);

    assertThat(onGpu(builder, 150)).isEqualTo(of(builder, 150, 1));
  }

  @Test
  void aTrainingThatWasBegunOnTheCpuGoesOnWithItsBatchesOnAGpu() {
    Map<String, String> begun =
        Map.of("batchSize", "48", "learningRate", "0.04", "averageDecay", "0.99");
    EmotionTrainerBuilder builder = EmotionTrainer.builder();

    assertThat(DataDefaults.of(builder, SyntheticFaces.dataset(150, 1), true, begun))
        .isEqualTo(new DataDefaults(60, 0, 48, 0.04, 0.99));
  }

  private static DataDefaults onGpu(EmotionTrainerBuilder builder, int ofEach) {
    return DataDefaults.of(builder, SyntheticFaces.dataset(ofEach, 1), true, Map.of());
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
