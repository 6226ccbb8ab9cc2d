// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmotionTrainerTest {

  @TempDir Path directory;

  @Test
  void learnsWhatIsEasyToTell() {
    TrainingResult result =
        Trainings.quick(directory)
            .cropSize(24)
            .epochs(4)
            .augmentation(Augmentation.NONE)
            .dropout(0)
            .build()
            .train();

    assertThat(result.validation().accuracy()).isGreaterThan(0.7);
  }

  @ParameterizedTest
  @EnumSource
  void trainsWithEachOptimizer(OptimizerKind optimizer) {
    TrainingResult result = Trainings.quick(directory).optimizer(optimizer).build().train();

    assertThat(result.history()).hasSize(1);
    assertThat(ModelFile.read(directory).card().training().recipe())
        .containsEntry("optimizer", optimizer.name())
        .containsEntry("learningRate", optimizer == OptimizerKind.ADAM_W ? "0.001" : "0.05");
  }

  @Test
  void isNamedByItsFolder() {
    Trainings.quick(directory.resolve("my-cnn")).build().train();

    assertThat(ModelFile.read(directory.resolve("my-cnn")).card().name()).isEqualTo("my-cnn");
  }

  @Test
  void anotherSeedGivesAnotherModel() {
    Trainings.quick(directory.resolve("a")).seed(1).build().train();
    Trainings.quick(directory.resolve("b")).seed(2).build().train();

    assertThat(ModelFile.read(directory.resolve("a")).card().weights().sha256())
        .isNotEqualTo(ModelFile.read(directory.resolve("b")).card().weights().sha256());
  }

  @Test
  void trainsWithoutFacesOfAnEmotion() {
    Fer2013 dataset =
        Fer2013.of(
            "undisgusted",
            SyntheticFaces.dataset(12, 4).faces().stream()
                .filter(face -> face.emotion() != Emotion.DISGUST)
                .toList());

    assertThat(Trainings.quick(directory).dataset(dataset).build().train().validation().n())
        .isEqualTo(24);
  }

  @Test
  void holdsOutAFifthOfFewFacesWithoutPublicTest() {
    TrainingResult result =
        Trainings.quick(directory).dataset(SyntheticFaces.dataset(12, 0)).build().train();

    assertThat(result.choseEpoch()).as("by so few faces").isFalse();
    ModelCard card = ModelFile.read(directory).card();
    assertThat(result.validation().n()).isBetween(15, 19);
    assertThat(result.validation().perClass().values())
        .allSatisfy(figures -> assertThat(figures.support()).isBetween(1, 4));
    assertThat(card.training().data().images()).isEqualTo(84 - result.validation().n());
    assertThat(card.figures()).containsOnlyKeys("held out of Training");
  }

  @Test
  void stopsWhenPatienceEnds() {
    TrainingResult result =
        Trainings.quick(directory)
            .architecture(Architecture.PLAIN_CNN)
            .cropSize(48)
            .batchSize(84)
            .learningRate(1e-9)
            .epochs(6)
            .patience(2)
            .build()
            .train();

    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(result.history()).hasSize(3);
  }

  @Test
  void saysWhatToChangeWhenTheLossIsNoNumber() {
    // A step an epoch, and a rate that rises from 2: the first epochs end, a later one diverges.
    EmotionTrainer trainer =
        Trainings.quick(directory)
            .architecture(Architecture.PLAIN_CNN)
            .cropSize(48)
            .batchSize(84)
            .learningRate(99)
            .epochs(50)
            .warmUpEpochs(50)
            .build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("diverged")
        .hasMessageContaining("lower learningRate");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(Checkpoint.read(directory, manager).state().epoch()).isPositive();
    }
    assertThat(ModelFile.read(directory).card().training().bestEpoch()).isPositive();
  }

  @Test
  void saysWhatToChangeWhenTheLastStepOfAnEpochDiverges() {
    // Two steps: the first makes the weights huge, the second, after its loss, more than finite
    // (with 10 of 12 seeds and nothing dropped; else the first leaves no unit with a gradient).
    EmotionTrainer trainer =
        Trainings.quick(directory)
            .architecture(Architecture.PLAIN_CNN)
            .cropSize(48)
            .batchSize(42)
            .learningRate(99)
            .averageDecay(0)
            .dropout(0)
            .augmentation(Augmentation.NONE)
            .seed(1)
            .build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("network's output")
        .hasMessageContaining("lower learningRate");
  }

  @Test
  void refusesAnOutputDirectoryThatIsAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("taken"), "something");
    EmotionTrainer trainer = Trainings.quick(file).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Can't write to the output directory " + file);
    assertThat(file).hasContent("something");
  }
}
