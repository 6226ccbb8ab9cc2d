// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.report.EpochFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumptionTest {

  private static final double PEAK = 0.01;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "architecture", "COMPACT_RESNET",
          "initialWeights", "random",
          "arithmetic", "FLOAT32",
          "epochs", "3",
          "patience", "0",
          "batchSize", "64",
          "folds", "0",
          "learningRate", "0.05",
          "seed", "42");

  @TempDir private Path folder;

  private static Checkpoint.State saved(int epochs, double... accuracies) {
    List<EpochFigures> history = new ArrayList<>();
    for (double accuracy : accuracies) {
      history.add(
          new EpochFigures(
              history.size() + 1,
              0.1,
              new EpochFigures.Training(1, 0.5),
              new EpochFigures.Validation(1, accuracy, accuracy),
              new EpochFigures.Computation(1, 0, 100, "cpu", "FLOAT32")));
    }
    return new Checkpoint.State(
        with("epochs", Integer.toString(epochs)),
        "84 faces",
        history.size(),
        7 * history.size(),
        history,
        List.of(),
        Checkpoint.EpochSoFar.NOTHING);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(name, value);
    return settings;
  }

  private void requireFits(Map<String, String> now) {
    Resumption.requireFits(saved(3, 0.1, 0.2), folder, now, "84 faces");
  }

  @ParameterizedTest
  @CsvSource({"epochs, 2", "epochs, 30", "patience, 5", "arithmetic, BFLOAT16"})
  void takesOtherNumbersOfEpochsAndOtherArithmetic(String name, String value) {
    assertThatCode(() -> requireFits(with(name, value))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "architecture, PLAIN_CNN, 'architecture COMPACT_RESNET, not PLAIN_CNN'",
    "initialWeights, 1234, 'initialModel or backbone random, not 1234'",
    "batchSize, 32, 'batchSize 64, not 32'",
    "learningRate, 0.1, 'learningRate 0.05, not 0.1'",
    "seed, 1, 'seed 42, not 1'",
  })
  void refusesWhatTheCheckpointRestsOnInWords(String name, String value, String words) {
    Map<String, String> now = with(name, value);

    assertThatThrownBy(() -> requireFits(now))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("To go on give it the same")
        .hasMessageContaining("another output directory");
  }

  @Test
  void refusesMoreEpochsThanThoseThatFoldsMeasured() {
    Map<String, String> before = with("folds", "5");
    Map<String, String> now = new HashMap<>(before);
    now.put("epochs", "30");
    Checkpoint.State saved =
        new Checkpoint.State(
            before, "84 faces", 0, 0, List.of(), List.of(), Checkpoint.EpochSoFar.NOTHING);

    assertThatThrownBy(() -> Resumption.requireFits(saved, folder, now, "84 faces"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("epochs 3, not 30");
  }

  @Test
  void refusesFewerEpochsThanAreDone() {
    Map<String, String> now = with("epochs", "1");

    assertThatThrownBy(() -> requireFits(now))
        .isInstanceOf(TrainingException.class)
        .hasMessageStartingWith("epochs must be at least the 2 that the checkpoint in " + folder);
  }

  @Test
  void refusesOtherFaces() {
    assertThatThrownBy(() -> Resumption.requireFits(saved(3, 0.1), folder, SETTINGS, "91 faces"))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("other training faces (84 faces, now 91 faces)");
  }

  @Test
  void refusesTheSettingsOfAnotherVersion() {
    assertThatThrownBy(() -> requireFits(with("mixup", "0.2")))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("made by another version");
  }

  @Test
  void restartsTheScheduleOfATrainingThatHadEnded() {
    assertThat(Resumption.goOn(saved(2, 0.1, 0.2), with("epochs", "5")).restarts())
        .containsExactly(new Checkpoint.Restart(2, 14));
  }

  @Test
  void doesNotRestartWhatHadNotEnded() {
    Checkpoint.State killed = saved(3, 0.1, 0.2);

    assertThat(Resumption.goOn(killed, with("epochs", "5"))).isEqualTo(killed);
    assertThat(Resumption.goOn(killed, with("epochs", "3"))).isEqualTo(killed);
  }

  @Test
  void patienceBeginsAnewWithARestart() {
    Checkpoint.State stuck = saved(4, 0.3, 0.2, 0.1);
    assertThat(stuck.isStuck(2)).isTrue();
    assertThat(stuck.isStuck(3)).isFalse();
    assertThat(stuck.isStuck(0)).isFalse();

    assertThat(stuck.withRestarts(List.of(new Checkpoint.Restart(3, 21))).isStuck(2)).isFalse();
  }

  @Test
  void moreEpochsExtendAFinishedTraining() throws IOException {
    Path once = folder.resolve("once");
    TrainingResult first = Trainings.threeEpochs(once).epochs(1).build().train();
    Path twice = Files.createDirectory(folder.resolve("twice"));
    for (Path file : first.files()) {
      Files.copy(file, twice.resolve(file.getFileName().toString()));
    }

    TrainingResult extended = Trainings.threeEpochs(once).resume(true).build().train();

    assertThat(extended.history()).hasSize(3).startsWith(first.history().get(0));
    List<Double> rates = extended.history().stream().map(EpochFigures::learningRate).toList();
    assertThat(rates.get(0)).isCloseTo(PEAK, within(1e-6)); // all of it is the warm-up
    assertThat(rates.get(1)).isCloseTo(PEAK * 0.505, within(1e-6)); // half of the way down
    assertThat(rates.get(2)).isCloseTo(PEAK / 100, within(1e-6));
    assertThat(Files.readString(once.resolve("report.md"))).contains("restartsAfterEpochs");

    // One that is cancelled while it is extended goes on to the same weights.
    EmotionTrainer cancelled =
        Trainings.threeEpochs(twice)
            .resume(true)
            .listener(
                new TrainingListener() {
                  @Override
                  public void batchEnded(TrainingProgress progress) {
                    if (progress.batch() == 3) {
                      Thread.currentThread().interrupt();
                    }
                  }
                })
            .build();
    assertThat(cancelled.train().end()).isEqualTo(TrainingResult.End.CANCELLED);
    Trainings.threeEpochs(twice).resume(true).build().train();
    assertThat(KilledTraining.haveTheSameTensors(once, twice)).isTrue();
    assertThat(ModelFile.read(twice).card().weights())
        .isEqualTo(ModelFile.read(once).card().weights());
  }
}
