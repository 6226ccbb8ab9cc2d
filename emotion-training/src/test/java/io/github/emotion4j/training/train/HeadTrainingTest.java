// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import io.github.emotion4j.training.report.EpochFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Epochs in which the last layer learns alone. */
final class HeadTrainingTest {

  @TempDir private Path folder;
  @TempDir private Path other;

  private static EmotionTrainerBuilder training(Path output) {
    return Trainings.quick(output).cropSize(48).epochs(6).headEpochs(6).learningRate(0.05);
  }

  private static NDList network(Path output, NDManager manager) {
    return Checkpoint.read(output, manager).network();
  }

  @ParameterizedTest
  @EnumSource
  void learnWithEachArchitecture(Architecture architecture) {
    List<EpochFigures> history =
        training(folder).architecture(architecture).build().train().history();

    assertThat(history).hasSize(6);
    assertThat(history.get(5).training().loss()).isLessThan(history.get(0).training().loss());
  }

  @Test
  void learnOnABackbone() throws IOException {
    Path file = SmallBackbone.convolutional().write(other.resolve("tiny.pt"));
    List<EpochFigures> history =
        Trainings.onBackbone(folder, Backbone.loadTrusted(file, Trainings.SMALL))
            .epochs(6)
            .headEpochs(6)
            .build()
            .train()
            .history();

    assertThat(history.get(5).training().loss()).isLessThan(history.get(0).training().loss());
  }

  /** As published networks give them. */
  @Test
  void learnOnFeaturesOfABackboneThatAveragesThemItself() throws IOException {
    Path file =
        SmallBackbone.of("return torch.mul(torch.mean(x, [2, 3]), self.scale)")
            .parameter("scale", 1, 3)
            .write(other.resolve("flat.pt"));
    TrainingResult result =
        Trainings.onBackbone(folder, Backbone.loadTrusted(file, Trainings.SMALL))
            .epochs(2)
            .headEpochs(1)
            .build()
            .train();

    assertThat(result.history()).hasSize(2);
    try (EmotionModel model = EmotionModel.loadTrusted(folder, Device.cpu())) {
      assertThat(
              ModelEvaluator.evaluate(
                      model, SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces(), 5)
                  .accuracy())
          .isEqualTo(result.validation().accuracy());
    }
  }

  @Test
  void validateTheNetworkThatIsWritten() {
    TrainingResult result = training(folder).build().train();

    try (Model model = ModelFile.read(folder).newModel(Device.cpu())) {
      float[][] logits =
          FaceLogits.of(
              model.getBlock(),
              model.getNDManager(),
              SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces(),
              ModelCard.Input.FER2013,
              8,
              () -> {});
      double temperature = ModelFile.read(folder).card().calibration().temperature();
      OutputHead head =
          OutputHead.of(
                  LabelSource.FER2013,
                  SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces(),
                  Optional.empty())
              .get(0);
      assertThat(head.evaluate(logits, temperature).negativeLogLikelihood())
          .isCloseTo(result.validation().negativeLogLikelihood(), within(5e-3)); // of FLOAT16
    }
  }

  @Test
  void leaveTheRunningStatisticsAndTheAverageOfTheRestAsTheyAre() {
    ModelFile embedded = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);
    training(folder)
        .architecture(Architecture.valueOf(embedded.card().network().architecture().label()))
        .initialModel(embedded)
        .build()
        .train();

    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Model before = embedded.newModel(Device.cpu())) {
      Checkpoint checkpoint = Checkpoint.read(folder, manager);
      int trunk = checkpoint.network().size() - 2;
      for (int i = 0; i < trunk; i++) {
        float[] untouched = before.getBlock().getParameters().valueAt(i).getArray().toFloatArray();
        assertThat(checkpoint.network().get(i).toFloatArray()).isEqualTo(untouched);
        assertThat(checkpoint.average().get(i).toFloatArray()).isEqualTo(untouched);
      }
      assertThat(checkpoint.network().get(trunk + 1).toFloatArray())
          .isNotEqualTo(checkpoint.average().get(trunk + 1).toFloatArray());
    }
  }

  @Test
  void seeFacesAsTheyAre() {
    training(folder).augmentation(Augmentation.FER2013).build().train();
    training(other).augmentation(Augmentation.NONE).build().train();

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList augmented = network(folder, manager);
      NDList plain = network(other, manager);
      for (int i = 0; i < plain.size(); i++) {
        assertThat(augmented.get(i).toFloatArray()).isEqualTo(plain.get(i).toFloatArray());
      }
    }
  }

  @Test
  void areWrittenDownTogetherUnlessThatTakesLong() {
    List<Path> together = new ArrayList<>();
    List<Path> each = new ArrayList<>();

    training(folder).listener(adding(together)).build().train();
    training(other).checkpointInterval(Duration.ZERO).listener(adding(each)).build().train();

    assertThat(together).hasSize(1);
    assertThat(each).hasSizeGreaterThanOrEqualTo(6);
  }

  private static TrainingListener adding(List<Path> checkpoints) {
    return new TrainingListener() {
      @Override
      public void checkpointWritten(Path file) {
        checkpoints.add(file);
      }
    };
  }

  @Test
  void areFollowedByEpochsOfTheWholeNetworkAndResumedToTheSameEnd() throws IOException {
    training(folder).epochs(3).headEpochs(2).build().train();
    AtomicReference<Optional<EmotionTrainer>> trainer = new AtomicReference<>(Optional.empty());
    EmotionTrainer stopped =
        training(other)
            .epochs(3)
            .headEpochs(2)
            .listener(
                new TrainingListener() {
                  @Override
                  public void batchEnded(TrainingProgress progress) {
                    if (progress.epoch() == 2 && progress.batch() == 3) {
                      trainer.get().orElseThrow().cancel();
                    }
                  }
                })
            .build();
    trainer.set(Optional.of(stopped));
    assertThat(stopped.train().end()).isEqualTo(TrainingResult.End.CANCELLED);
    training(other).epochs(3).headEpochs(2).resume(true).build().train();

    assertThat(KilledTraining.haveTheSameTensors(folder, other)).isTrue();
  }
}
