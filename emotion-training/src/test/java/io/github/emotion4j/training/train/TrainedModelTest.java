// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.DeviceNames;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one epoch of training leaves behind. */
class TrainedModelTest {

  @TempDir private static Path directory;
  private static Optional<TrainingResult> trained = Optional.empty();

  @BeforeAll
  static void trainAnEpoch() {
    trained = Optional.of(Trainings.quick(directory).name("mine").seed(7).build().train());
  }

  @Test
  void cardReportAndHistorySayWhereAndWithWhichNumbersItWasComputed() throws IOException {
    String device = DeviceNames.describe(DeviceChoice.AUTO.resolve());

    assertThat(ModelFile.read(directory).card().training().recipe())
        .containsEntry("device", device)
        .containsEntry("arithmetic", "FLOAT32");
    assertThat(Files.readString(directory.resolve(TrainingReport.REPORT)))
        .contains("| device | " + device.split(",", -1)[0], "| arithmetic | FLOAT32 |");
    assertThat(TrainingReport.readHistory(directory.resolve(TrainingReport.HISTORY)))
        .allSatisfy(epoch -> assertThat(epoch.computation().device()).isEqualTo(device))
        .allSatisfy(epoch -> assertThat(epoch.computation().arithmetic()).isEqualTo("FLOAT32"));
  }

  private static TrainingResult result() {
    return trained.orElseThrow();
  }

  private static List<LabelledFace> validation() {
    return SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces();
  }

  private static float[][] logits(Block block, int batchSize) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return FaceLogits.of(
          block, manager, validation(), ModelCard.Input.FER2013, batchSize, () -> {});
    }
  }

  private static float[][] logitsOfModelFile(int batchSize) {
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
  void leavesModelCheckpointHistoryAndReport() {
    assertThat(result().model()).isEqualTo(directory);
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
    ModelCard card = ModelFile.read(directory).card();
    assertThat(card.name()).isEqualTo("mine");
    assertThat(card.training().data().dataSet()).isEqualTo("synthetic");
    assertThat(card.training().data().images()).isEqualTo(84);
    assertThat(card.training().seed()).isEqualTo(7);
    assertThat(card.training().bestEpoch()).isEqualTo(result().bestEpoch());
    assertThat(card.training().recipe()).containsEntry("cropSize", "16");
    assertThat(card.versions()).containsKeys("djl", "pytorch", "java");
    ModelCard.Figures figures = card.figures().get("PublicTest");
    assertThat(figures).isNotNull();
    assertThat(figures.images()).isEqualTo(28);
    assertThat(figures.accuracy()).isEqualTo(result().validation().accuracy());
  }

  @Test
  void figuresOfAnEpochAreThere() {
    EpochFigures figures = result().history().get(0);

    assertThat(figures.computation().seconds()).isPositive();
    assertThat(figures.computation().dataSeconds()).isBetween(0.0, figures.computation().seconds());
    assertThat(figures.computation().imagesPerSecond()).isPositive();
    assertThat(figures.learningRate()).isEqualTo(0.05);
    assertThat(figures.training().loss()).isPositive();
  }

  @Test
  void runningStatisticsSurviveInCheckpointAndModelFile() {
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

  @Test
  void batchOfAFaceDoesNotMatterInEvaluation() {
    assertClose(logitsOfModelFile(3), logitsOfModelFile(28), 1e-4f);
  }

  @Test
  void dropoutIsInactiveInEvaluation() {
    assertThat(logitsOfModelFile(28)).isDeepEqualTo(logitsOfModelFile(28));
  }
}
