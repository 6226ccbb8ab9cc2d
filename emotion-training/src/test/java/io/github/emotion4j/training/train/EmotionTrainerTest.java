package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmotionTrainerTest {

  @TempDir Path directory;

  private static List<LabelledFace> validation() {
    return SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces();
  }

  private float[][] logits(Block block, int batchSize) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return FaceLogits.of(block, manager, validation(), ModelCard.Input.FER2013, batchSize);
    }
  }

  private float[][] logitsOfModelFile(int batchSize) {
    try (Model model = ModelFile.read(directory).newModel(Device.cpu())) {
      return logits(model.getBlock(), batchSize);
    }
  }

  private static void assertClose(float[][] actual, float[][] expected, float tolerance) {
    assertThat(actual).hasDimensions(expected.length, 7);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], within(tolerance));
    }
  }

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
  void leavesModelCheckpointHistoryAndReport() {
    TrainingResult result = Trainings.quick(directory).build().train();

    assertThat(result.model()).isEqualTo(directory);
    for (String file :
        List.of(
            ModelFile.CARD_FILE,
            Checkpoint.FILE,
            TrainingReport.HISTORY,
            TrainingReport.LOSS,
            TrainingReport.ACCURACY,
            TrainingReport.EVALUATION,
            TrainingReport.REPORT)) {
      assertThat(directory.resolve(file)).isNotEmptyFile();
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.{tmp,writing}*");
  }

  @Test
  void cardTellsWhereTheWeightsComeFrom() {
    TrainingResult result = Trainings.quick(directory).name("mine").seed(7).build().train();

    ModelCard card = ModelFile.read(directory).card();
    assertThat(card.name()).isEqualTo("mine");
    assertThat(card.training().dataSet()).isEqualTo("synthetic");
    assertThat(card.training().images()).isEqualTo(84);
    assertThat(card.training().seed()).isEqualTo(7);
    assertThat(card.training().bestEpoch()).isEqualTo(result.bestEpoch());
    assertThat(card.training().recipe()).containsEntry("cropSize", "16");
    assertThat(card.versions()).containsKeys("djl", "pytorch", "java");
    ModelCard.Figures figures = card.figures().get("PublicTest");
    assertThat(figures).isNotNull();
    assertThat(figures.images()).isEqualTo(28);
    assertThat(figures.accuracy()).isEqualTo(result.validation().accuracy());
  }

  @Test
  void isNamedByItsFolder() {
    Trainings.quick(directory.resolve("my-cnn")).build().train();

    assertThat(ModelFile.read(directory.resolve("my-cnn")).card().name()).isEqualTo("my-cnn");
  }

  @Test
  void figuresOfAnEpochAreThere() {
    EpochFigures figures = Trainings.quick(directory).build().train().history().get(0);

    assertThat(figures.seconds()).isPositive();
    assertThat(figures.dataSeconds()).isBetween(0.0, figures.seconds());
    assertThat(figures.imagesPerSecond()).isPositive();
    assertThat(figures.learningRate()).isEqualTo(0.05f);
    assertThat(figures.trainLoss()).isPositive();
  }

  @Test
  void runningStatisticsSurviveInCheckpointAndModelFile() {
    Trainings.quick(directory).build().train(); // one epoch: the best is the last

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block block = Architecture.COMPACT_RESNET.newBlock(0.3);
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
      var average = Checkpoint.read(directory, manager).average();
      List<Parameter> parameters = block.getParameters().values();
      for (int i = 0; i < parameters.size(); i++) {
        ModelFile.copyValues(average.get(i), parameters.get(i).getArray());
      }

      assertClose(logitsOfModelFile(28), logits(block, 28), 0.02f);
      assertThat(parameters)
          .filteredOn(parameter -> !parameter.requiresGradient())
          .isNotEmpty()
          .allMatch(parameter -> parameter.getArray().toFloatArray()[0] != 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchOfAFaceDoesNotMatterInEvaluation(Architecture architecture) {
    Trainings.quick(directory).architecture(architecture).cropSize(48).build().train();

    assertClose(logitsOfModelFile(3), logitsOfModelFile(28), 1e-4f);
  }

  @Test
  void dropoutIsInactiveInEvaluation() {
    Trainings.quick(directory).dropout(0.9).build().train();

    assertThat(logitsOfModelFile(28)).isDeepEqualTo(logitsOfModelFile(28));
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
  void holdsOutATenthWithoutPublicTest() {
    TrainingResult result =
        Trainings.quick(directory).dataset(SyntheticFaces.dataset(12, 0)).build().train();

    ModelCard card = ModelFile.read(directory).card();
    assertThat(result.validation().n()).isEqualTo(8);
    assertThat(card.training().images()).isEqualTo(76);
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
        .hasMessageContaining("lower learningRate")
        .hasMessageContaining("warmUpEpochs");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(Checkpoint.read(directory, manager).state().epoch()).isPositive();
    }
    assertThat(ModelFile.read(directory).card().training().bestEpoch()).isPositive();
  }

  @Test
  void saysWhatToChangeWhenTheLastStepOfAnEpochDiverges() {
    EmotionTrainer trainer =
        Trainings.quick(directory)
            .architecture(Architecture.PLAIN_CNN)
            .cropSize(48)
            .learningRate(99)
            .warmUpEpochs(0)
            .averageDecay(0)
            .build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
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
