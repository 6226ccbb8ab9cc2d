// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings of seven steps an epoch that are ended from outside. */
class CancelledTrainingTest {

  @TempDir private static Path shared;
  private static Path undisturbed = Path.of("");

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed() {
    undisturbed = shared.resolve("undisturbed");
    Trainings.threeEpochs(undisturbed).build().train();
  }

  /** Trains until a step of all has been taken. */
  private static TrainingResult cancelledAfter(int steps, Path output) {
    AtomicReference<Optional<EmotionTrainer>> trainer = new AtomicReference<>(Optional.empty());
    EmotionTrainer made =
        Trainings.threeEpochs(output)
            .listener(
                new TrainingListener() {
                  @Override
                  public void batchEnded(TrainingProgress progress) {
                    if (7 * (progress.epoch() - 1) + progress.batch() == steps) {
                      trainer.get().orElseThrow().cancel();
                    }
                  }
                })
            .build();
    trainer.set(Optional.of(made));
    return made.train();
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "7, 0", "10, 1"})
  void goesOnAtTheVeryStepAndEndsWithTheSameWeights(int steps, int epochs) throws IOException {
    TrainingResult cancelled = cancelledAfter(steps, folder);
    assertThat(cancelled.end()).isEqualTo(TrainingResult.End.CANCELLED);
    assertThat(cancelled.history()).hasSize(epochs);

    TrainingResult resumed = Trainings.threeEpochs(folder).resume(true).build().train();

    assertThat(resumed.end()).isEqualTo(TrainingResult.End.FINISHED);
    assertThat(KilledTraining.haveTheSameTensors(folder, undisturbed)).isTrue();
    assertThat(ModelFile.read(folder).card().weights())
        .isEqualTo(ModelFile.read(undisturbed).card().weights());
    assertThat(TrainingReport.readHistory(folder.resolve(TrainingReport.HISTORY)))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
            "computation.seconds", "computation.dataSeconds", "computation.imagesPerSecond")
        .isEqualTo(TrainingReport.readHistory(undisturbed.resolve(TrainingReport.HISTORY)));
  }

  @Test
  void hasNoModelBeforeTheFirstEpochEndsAndSaysSo() {
    TrainingResult result = cancelledAfter(2, folder);

    assertThat(result.evaluation()).isEmpty();
    assertThat(result.files()).containsExactly(folder.resolve(Checkpoint.FILE));
    assertThatThrownBy(result::validation)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("resume it");
  }

  @Test
  void hasTheModelOfTheEpochsThatEnded() {
    TrainingResult result = cancelledAfter(10, folder);

    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(result.validation().accuracy())
        .isEqualTo(result.history().get(0).validation().accuracy());
    assertThat(result.files()).contains(folder.resolve(TrainingReport.HISTORY));
  }

  @Test
  void isCancelledByAnInterruptThatTheCallerStillSees() {
    EmotionTrainer trainer = Trainings.threeEpochs(folder).build();
    Thread.currentThread().interrupt();
    TrainingResult result = trainer.train();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.end()).isEqualTo(TrainingResult.End.CANCELLED);
    assertThat(Checkpoint.existsIn(folder)).isTrue();
  }

  @Test
  void isCancelledByItsFuture() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    EmotionTrainer trainer =
        Trainings.threeEpochs(folder)
            .epochs(10_000)
            .listener(
                new TrainingListener() {
                  @Override
                  public void batchEnded(TrainingProgress progress) {
                    begun.countDown();
                  }

                  @Override
                  public void ended(TrainingResult result) {
                    ended.countDown();
                  }
                })
            .build();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<TrainingResult> future = executor.submit(trainer::train);
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      future.cancel(true);

      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(Checkpoint.existsIn(folder)).isTrue();
    } finally {
      executor.shutdownNow();
    }
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void isCancelledByAListenerThatWasInterrupted() {
    TrainingResult result =
        Trainings.threeEpochs(folder)
            .listener(
                new TrainingListener() {
                  @Override
                  public void batchEnded(TrainingProgress progress) {
                    Thread.currentThread().interrupt();
                  }
                })
            .build()
            .train();

    assertThat(result.end()).isEqualTo(TrainingResult.End.CANCELLED);
  }

  @Test
  void trainsNoMoreOnceItIsCancelled() {
    EmotionTrainer trainer = Trainings.threeEpochs(folder).resume(true).build();
    trainer.cancel();

    assertThat(trainer.train().history()).isEmpty();
    assertThat(trainer.train().end()).isEqualTo(TrainingResult.End.CANCELLED);
  }
}
