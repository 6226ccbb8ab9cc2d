// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingListenerTest {

  @TempDir private Path folder;

  private final List<String> events = new ArrayList<>();

  /** Writes down what it is told. */
  private final class Log implements TrainingListener {

    private void log(String event, TrainingProgress progress) {
      events.add(
          String.format(
              "%s %d/%d %d/%d",
              event, progress.epoch(), progress.epochs(), progress.batch(), progress.batches()));
    }

    @Override
    public void epochBegan(TrainingProgress progress) {
      log("begin", progress);
    }

    @Override
    public void batchEnded(TrainingProgress progress) {
      log("batch", progress);
    }

    @Override
    public void epochEnded(TrainingProgress progress) {
      log("end", progress);
      assertThat(progress.history()).hasSize(progress.epoch());
      assertThat(progress.trainLoss())
          .hasValue(progress.history().get(progress.epoch() - 1).training().loss());
    }

    @Override
    public void checkpointWritten(Path file) {
      assertThat(file).isEqualTo(folder.resolve(Checkpoint.FILE)).isRegularFile();
      events.add("checkpoint");
    }

    @Override
    public void ended(TrainingResult result) {
      events.add("ended " + result.end());
    }
  }

  private EmotionTrainerBuilder training() {
    return Trainings.quick(folder).batchSize(40).epochs(2); // two steps an epoch
  }

  @Test
  void isToldOfEachEpochBatchCheckpointAndTheEnd() {
    TrainingResult result = training().listener(new Log()).build().train();

    assertThat(events)
        .containsExactly(
            "begin 1/2 0/2",
            "batch 1/2 1/2",
            "batch 1/2 2/2",
            "checkpoint",
            "end 1/2 2/2",
            "begin 2/2 0/2",
            "batch 2/2 1/2",
            "batch 2/2 2/2",
            "checkpoint",
            "end 2/2 2/2",
            "ended FINISHED");
    assertThat(result.files())
        .contains(folder.resolve("report.md"), folder.resolve(Checkpoint.FILE))
        .allSatisfy(file -> assertThat(file).isRegularFile());
  }

  @Test
  void isToldOfCheckpointsWithinAnEpoch() {
    training().epochs(1).checkpointInterval(Duration.ZERO).listener(new Log()).build().train();

    assertThat(events)
        .containsExactly(
            "begin 1/1 0/2",
            "batch 1/1 1/2",
            "checkpoint",
            "batch 1/1 2/2",
            "checkpoint",
            "checkpoint",
            "end 1/1 2/2",
            "ended FINISHED");
  }

  @Test
  void endsTheTrainingByThrowing() {
    IllegalStateException failure = new IllegalStateException("enough");
    EmotionTrainer trainer =
        training()
            .listener(
                new TrainingListener() {
                  @Override
                  public void epochEnded(TrainingProgress progress) {
                    throw failure;
                  }
                })
            .build();

    assertThatThrownBy(trainer::train).isSameAs(failure);
    assertThat(training().resume(true).build().train().history()).hasSize(2);
  }

  @Test
  void mayBeOneOfDjl() {
    training()
        .djlListener(
            new TrainingListenerAdapter() {
              @Override
              public void onTrainingBegin(Trainer trainer) {
                events.add("begin");
              }

              @Override
              public void onTrainingBatch(Trainer trainer, BatchData batch) {
                assertThat(batch.getPredictions().values().iterator().next().head().getShape())
                    .isEqualTo(new Shape(40, 7));
                events.add("batch " + batch.getBatch().getSize());
              }

              @Override
              public void onEpoch(Trainer trainer) {
                events.add("epoch");
              }

              @Override
              public void onTrainingEnd(Trainer trainer) {
                events.add("end");
              }
            })
        .build()
        .train();

    assertThat(events)
        .containsExactly(
            "begin", "batch 40", "batch 40", "epoch", "batch 40", "batch 40", "epoch", "end");
  }

  @Test
  void refusesANegativeCheckpointInterval() {
    EmotionTrainerBuilder builder = training();

    assertThatThrownBy(() -> builder.checkpointInterval(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("checkpointInterval must not be negative, not PT-0.001S");
  }
}
