// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EmotionTrainerBuilderTest {

  private static final Fer2013 DATASET = SyntheticFaces.dataset(1, 1);

  @TempDir Path directory;

  private EmotionTrainerBuilder complete() {
    return EmotionTrainer.builder().dataset(DATASET).outputDirectory(directory);
  }

  private static Arguments bad(String message, Consumer<EmotionTrainerBuilder> setter) {
    return Arguments.of(message, setter);
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        bad("name must not be blank", b -> b.name(" ")),
        bad("epochs must be at least 1, not 0", b -> b.epochs(0)),
        bad("limit must be at least 1, not 0", b -> b.limit(0)),
        bad("batchSize must be at least 2, not 1", b -> b.batchSize(1)),
        bad("cropSize must be at least 16, not 15", b -> b.cropSize(15)),
        bad("learningRate must be positive and below 100, not 0.0", b -> b.learningRate(0)),
        bad("learningRate must be positive and below 100, not -1.0", b -> b.learningRate(-1)),
        bad("learningRate must be positive and below 100, not 100.0", b -> b.learningRate(100)),
        bad("learningRate must be positive and below 100, not NaN", b -> b.learningRate(0.0 / 0)),
        bad("momentum must be in 0 to below 1, not 1.0", b -> b.momentum(1)),
        bad("momentum must be in 0 to below 1, not -0.1", b -> b.momentum(-0.1)),
        bad("weightDecay must be in 0 to below 1, not 1.0", b -> b.weightDecay(1)),
        bad("warmUpEpochs must not be negative, not -1.0", b -> b.warmUpEpochs(-1)),
        bad("warmUpEpochs must not be negative, not NaN", b -> b.warmUpEpochs(Double.NaN)),
        bad("headEpochs must be at least 0, not -1", b -> b.headEpochs(-1)),
        bad("labelSmoothing must be in 0 to below 1, not 1.0", b -> b.labelSmoothing(1)),
        bad("classBalance must be in 0 to 1, not 1.5", b -> b.classBalance(1.5)),
        bad("classBalance must be in 0 to 1, not NaN", b -> b.classBalance(Double.NaN)),
        bad("teacherShare must be in 0 to 1, not 2.0", b -> b.teacherShare(2)),
        bad("dropout must be in 0 to below 1, not 1.0", b -> b.dropout(1)),
        bad("averageDecay must be in 0 to below 1, not 1.0", b -> b.averageDecay(1)),
        bad("patience must be at least 1, not 0", b -> b.patience(0)));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void setterNamesTheArgumentAndTheValue(String message, Consumer<EmotionTrainerBuilder> setter) {
    EmotionTrainerBuilder builder = complete();

    assertThatThrownBy(() -> setter.accept(builder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void saysWhyNoGpuCanBeUsedBeforeAnythingElseIsDone() {
    assumeThat(PyTorch.require().getGpuCount()).as("GPUs here").isZero();
    EmotionTrainerBuilder builder = EmotionTrainer.builder();

    assertThatThrownBy(() -> builder.device(DeviceChoice.gpu(0)))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageStartingWith("No GPU can be used: ");
  }

  static Stream<Arguments> badCombinations() {
    return Stream.of(
        bad(
            "cropSize can't be 44: PLAIN_CNN takes 48 pixels only",
            b -> b.architecture(Architecture.PLAIN_CNN).cropSize(44)),
        bad("headEpochs must be at most the epochs, 3, not 4", b -> b.epochs(3).headEpochs(4)),
        bad("cropSize must be at most 48, not 64", b -> b.cropSize(64)),
        bad(
            "warmUpEpochs must be at most the epochs, 3, not 4.0",
            b -> b.epochs(3).warmUpEpochs(4)),
        bad(
            "warmUpEpochs must be at most the epochs, 60, not Infinity",
            b -> b.warmUpEpochs(Double.POSITIVE_INFINITY)));
  }

  @ParameterizedTest
  @MethodSource("badCombinations")
  void refusesSettingsThatDoNotGoTogether(String message, Consumer<EmotionTrainerBuilder> setter) {
    EmotionTrainerBuilder builder = complete();
    setter.accept(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void tellsAllThatDoesNotGoTogetherAtOnce() {
    EmotionTrainerBuilder builder =
        EmotionTrainer.builder().epochs(3).headEpochs(4).warmUpEpochs(5).cropSize(64);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "headEpochs must be at most the epochs, 3, not 4",
            "warmUpEpochs must be at most the epochs, 3, not 5.0",
            "cropSize must be at most 48, not 64",
            "EmotionTrainer needs a dataset",
            "EmotionTrainer needs an outputDirectory");
  }

  @Test
  void checksAllButTheDataBeforeTheyAreLoaded() throws IOException {
    Files.writeString(directory.resolve(Checkpoint.FILE), "a checkpoint");
    EmotionTrainerBuilder builder = EmotionTrainer.builder().outputDirectory(directory);

    assertThatThrownBy(builder::check)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("holds a checkpoint");
    assertThatCode(() -> builder.resume(true).check()).doesNotThrowAnyException();
    assertThatThrownBy(() -> builder.epochs(3).headEpochs(4).resume(false).check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("headEpochs must be at most", "holds a checkpoint");
  }

  @Test
  void checksThatTheOutputFolderCanBeMade() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no folder");

    assertThatThrownBy(
            () -> EmotionTrainer.builder().outputDirectory(file.resolve("model")).check())
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("Can't write to the output directory", file.toString());
    assertThatThrownBy(() -> complete().outputDirectory(file.resolve("model")).build().train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Can't write to the output directory");
  }

  @Test
  void checksThatTheDiskHasRoom() {
    assertThat(new OutputCheck(directory, Long.MAX_VALUE).problems())
        .singleElement()
        .asString()
        .contains("has room for", "MB, but the training needs up to");
  }

  @Test
  void checkingWritesNothing() {
    EmotionTrainer.builder().outputDirectory(directory).check();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void trainsOnAPartOfTheDataWhenLimited() {
    TrainingResult result = Trainings.quick(directory).limit(14).batchSize(7).build().train();

    assertThat(result.validation().n()).isEqualTo(14);
    assertThat(ModelFile.read(directory).card().training().data().images()).isEqualTo(14);
    assertThat(ModelFile.read(directory).card().training().data().dataSet())
        .contains("at most 14 faces");
  }

  @Test
  void takesABackboneAloneAndWholeFaces() throws IOException {
    Path file = SmallBackbone.convolutional().write(directory.resolve("tiny.pt"));
    Backbone backbone = Backbone.loadTrusted(file, Trainings.SMALL);

    assertThatCode(() -> complete().backbone(backbone).build()).doesNotThrowAnyException();
    assertRefused(
        "Start from a backbone or an initialModel, not both",
        complete()
            .backbone(backbone)
            .initialModel(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL)));
    assertRefused(
        "Train on a backbone or the architecture PLAIN_CNN (which may come from a recipe), not"
            + " both",
        complete().backbone(backbone).recipe(Recipe.ARTICLE_CNN));
    assertRefused(
        "A backbone is trained in FLOAT32, not BFLOAT16",
        complete().backbone(backbone).arithmetic(Arithmetic.BFLOAT16));
    assertRefused(
        "cropSize can't be 44: TORCHSCRIPT takes 48 pixels only",
        complete().backbone(backbone).cropSize(44));
  }

  private static void assertRefused(String message, EmotionTrainerBuilder builder) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void needsADataSet() {
    EmotionTrainerBuilder builder = EmotionTrainer.builder().outputDirectory(directory);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dataset");
  }

  @Test
  void needsAnOutputDirectory() {
    EmotionTrainerBuilder builder = EmotionTrainer.builder().dataset(DATASET);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outputDirectory");
  }

  @Test
  void takesTheNetworksOwnSizeAsCrop() {
    assertThatCode(() -> complete().architecture(Architecture.PLAIN_CNN).cropSize(48).build())
        .doesNotThrowAnyException();
  }

  @Test
  void takesTheRootAsOutputDirectory() {
    assertThatCode(() -> complete().outputDirectory(directory.getRoot()).build())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void aRecipeGivesSettingsThatGoTogether(Recipe recipe) throws IOException {
    Path votes = directory.resolve("votes.csv");
    Files.writeString(
        votes, "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n");

    assertThatCode(() -> complete().recipe(recipe).votes(FerPlus.load(votes)).build())
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsSetAfterARecipeWins() {
    assertThatCode(() -> complete().recipe(Recipe.FER2013_BEST).labels(LabelSource.FER2013).build())
        .doesNotThrowAnyException();
  }

  @Test
  void buildingWritesNothing() {
    complete().build();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesFewerFacesThanABatch() {
    EmotionTrainer trainer = complete().batchSize(8).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("7 faces")
        .hasMessageContaining("a batch of 8");
  }

  @Test
  void refusesADataSetWithoutTrainingFaces() {
    EmotionTrainer trainer = complete().dataset(SyntheticFaces.dataset(0, 2)).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("0 faces");
  }
}
