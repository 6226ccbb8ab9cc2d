// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.report.EpochFigures;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {

  private static final String[] TIMES = {
    "computation.seconds", "computation.dataSeconds", "computation.imagesPerSecond"
  };
  private static final int SOME_MILLIS = 300;

  @TempDir private static Path folder;

  private static Path undisturbed = Path.of("");
  private static Path killed = Path.of("");
  private static List<Checkpoint.State> kills = List.of();
  private static List<EpochFigures> history = List.of();
  private static List<EpochFigures> historyOfResumed = List.of();

  @BeforeAll
  static void trainOnceUndisturbedAndOnceWithTwoKills() throws IOException, InterruptedException {
    undisturbed = folder.resolve("undisturbed");
    killed = folder.resolve("killed");
    Path log = folder.resolve("killed.log");
    kills =
        List.of(KilledTraining.run(log, killed, 0), KilledTraining.run(log, killed, SOME_MILLIS));
    historyOfResumed = Trainings.threeEpochs(killed).resume(true).build().train().history();
    history = Trainings.threeEpochs(undisturbed).build().train().history();
  }

  @Test
  void trainingWasKilledBeforeItsFirstEpochEndedAndLaterOn() {
    assertThat(kills.get(0).epoch()).isZero();
    assertThat(kills.get(0).step()).isPositive();
    assertThat(kills.get(1).step()).isGreaterThan(kills.get(0).step());
  }

  @Test
  void resumedTrainingEndsWithTheSameModel() {
    assertThat(ModelFile.read(killed).card().weights())
        .isEqualTo(ModelFile.read(undisturbed).card().weights());
  }

  @Test
  void resumedTrainingEndsInTheSameState() throws IOException {
    assertThat(KilledTraining.haveTheSameTensors(killed, undisturbed)).isTrue();
  }

  @Test
  void resumedTrainingHasTheSameHistory() {
    assertThat(historyOfResumed)
        .hasSize(3)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields(TIMES)
        .isEqualTo(history);
  }

  @Test
  void resumedTrainingWritesTheWholeHistory() throws IOException {
    assertThat(TrainingReport.readHistory(killed.resolve(TrainingReport.HISTORY)))
        .isEqualTo(historyOfResumed);
  }

  @Test
  void resumingAFinishedTrainingChangesNothing() {
    TrainingResult again = Trainings.threeEpochs(undisturbed).resume(true).build().train();

    assertThat(again.history()).isEqualTo(history);
  }

  @Test
  void refusesACheckpointUnlessToldToResume() {
    EmotionTrainer trainer = Trainings.threeEpochs(undisturbed).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(undisturbed + " holds a checkpoint")
        .hasMessageContaining("resume");
  }

  @Test
  void namesTheSettingsThatDiffer() {
    EmotionTrainer trainer =
        Trainings.threeEpochs(undisturbed).momentum(0.5).epochs(4).resume(true).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(undisturbed.toString())
        .hasMessageContaining("was made with momentum 0.9, not 0.5. To go on give it the same");
  }

  @Test
  void refusesACheckpointOfOtherFaces() {
    EmotionTrainer trainer =
        Trainings.threeEpochs(undisturbed)
            .dataset(SyntheticFaces.dataset(13, 4))
            .resume(true)
            .build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("other training faces (84 faces")
        .hasMessageContaining("now 91 faces");
  }

  @Test
  void namesACheckpointThatIsDamaged(@TempDir Path other) throws IOException {
    Path file = Files.write(other.resolve(Checkpoint.FILE), new byte[50]);
    EmotionTrainerBuilder training = Trainings.threeEpochs(other).resume(true);

    assertThatThrownBy(() -> training.build().train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("can't be used");
    assertThat(file).hasSize(50);
  }

  /** Such as on a GPU, where other batches are the default. */
  @Test
  void batchesAndRateThatWereChosenStayAsTheyWereBegun(@TempDir Path other) {
    EmotionTrainerBuilder begun = Trainings.quick(other).batchSize(6).learningRate(0.03);
    begun.build().train();

    EmotionTrainerBuilder resumed =
        EmotionTrainer.builder()
            .dataset(SyntheticFaces.dataset(12, 4))
            .outputDirectory(other)
            .architecture(Architecture.COMPACT_RESNET)
            .cropSize(16)
            .epochs(2)
            .device(DeviceChoice.CPU)
            .resume(true);

    assertThat(resumed.build().train().history()).hasSize(2);
    assertThat(Checkpoint.settingsIn(other))
        .containsEntry("batchSize", "6")
        .containsEntry("learningRate", "0.03")
        .containsEntry("averageDecay", "0.9");
  }

  @Test
  void aCheckpointDoesNotDependOnTheDevice() {
    assertThat(Checkpoint.settingsIn(undisturbed)).doesNotContainKey("device");
    assertThat(history)
        .allSatisfy(epoch -> assertThat(epoch.computation().device()).startsWith("cpu, "));
  }

  @Test
  void beginsAnewWhereThereIsNothingToResume(@TempDir Path other) {
    assertThat(Trainings.quick(other).resume(true).build().train().history()).hasSize(1);
  }
}
