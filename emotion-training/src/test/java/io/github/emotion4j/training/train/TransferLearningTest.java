// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.explain.EmotionExplainer;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that start from a TorchScript file. */
final class TransferLearningTest {

  private static final int EPOCHS = 3;
  private static final int TENSORS = 5; // of the backbone's parameters

  @TempDir private static Path shared;

  private static Path file = Path.of("");
  private static Path trained = Path.of("");
  private static Optional<TrainingResult> result = Optional.empty();

  @TempDir private Path folder;

  @BeforeAll
  static void trainAnEpochOfTheHeadAndTwoOfAll() throws IOException {
    file = SmallBackbone.convolutional().write(shared.resolve("tiny.pt"));
    trained = shared.resolve("trained");
    result = Optional.of(training(trained).build().train());
  }

  private static Backbone backbone() {
    return Backbone.loadTrusted(file, Trainings.SMALL);
  }

  private static EmotionTrainerBuilder training(Path output) {
    return Trainings.onBackbone(output, backbone());
  }

  private static NDList initialParameters(NDManager manager) throws IOException {
    return Checkpoint.parameters(module(Files.readAllBytes(file), manager));
  }

  private static PtSymbolBlock module(byte[] torchScript, NDManager manager) throws IOException {
    return JniUtils.loadModule(
        (PtNDManager) manager, new ByteArrayInputStream(torchScript), true, false);
  }

  private static List<Boolean> unchanged(NDList before, NDList after) {
    return IntStream.range(0, TENSORS)
        .mapToObj(i -> before.get(i).contentEquals(after.get(i)))
        .toList();
  }

  private static float[][] logits(Path model) {
    try (Model loaded = ModelFile.readTrusted(model).newModel(Device.cpu())) {
      return FaceLogits.of(
          loaded.getBlock(),
          loaded.getNDManager(),
          SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces(),
          ModelCard.Input.FER2013,
          8,
          () -> {});
    }
  }

  @Test
  void lowersTheLoss() {
    TrainingResult learned = result.orElseThrow();

    assertThat(learned.history()).hasSize(EPOCHS);
    assertThat(learned.history().get(EPOCHS - 1).training().loss())
        .isLessThan(learned.history().get(0).training().loss());
    assertThat(learned.validation().accuracy()).isGreaterThan(2 / 7.0);
  }

  @Test
  void changesTheBackboneAfterTheHeadEpochs() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThat(unchanged(initialParameters(manager), Checkpoint.read(trained, manager).network()))
          .containsOnly(false);
    }
  }

  @Test
  void leavesTheBackboneAsItIsDuringTheHeadEpochs() throws IOException {
    training(folder).epochs(2).headEpochs(2).build().train();

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList network = Checkpoint.read(folder, manager).network();
      assertThat(unchanged(initialParameters(manager), network)).containsOnly(true);
      assertThat(network).hasSize(TENSORS + 2);
      assertThat(network.get(TENSORS + 1).toFloatArray()).isNotEqualTo(new float[7]);
    }
  }

  @Test
  void givesAModelThatIsNotExplainedByGradients() {
    ModelFile onBackbone = ModelFile.readTrusted(trained);

    assertThatThrownBy(() -> EmotionExplainer.byGradients(onBackbone))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("TorchScript backbone")
        .hasMessageContaining("explain by occlusion");
  }

  @Test
  void givesTheModelTheProbabilitiesItWasMeasuredWith() {
    Evaluation measured = result.orElseThrow().validation();
    try (EmotionModel model = EmotionModel.loadTrusted(trained, Device.cpu())) {
      Evaluation again =
          ModelEvaluator.evaluate(
              model, SyntheticFaces.dataset(12, 4).split(Split.PUBLIC_TEST).faces(), 5);

      assertThat(again.n()).isEqualTo(measured.n());
      assertThat(again.accuracy()).isEqualTo(measured.accuracy());
      assertThat(again.negativeLogLikelihood())
          .isCloseTo(measured.negativeLogLikelihood(), within(1e-5));
    }
  }

  @Test
  void describesTheBackboneInTheCard() {
    ModelCard card = ModelFile.readTrusted(trained).card();

    assertThat(card.network().architecture())
        .isEqualTo(new ModelCard.BackboneSettings("tiny.pt", Trainings.SMALL, 8, 0.1));
    assertThat(card.weights().precision()).isEqualTo(ModelCard.Precision.FLOAT32);
    assertThat(card.training().recipe().get("architecture")).contains("tiny.pt").contains("64");
    assertThat(card.training().recipe().get("initialWeights")).matches("[0-9a-f]{64}");
  }

  @Test
  void makesAModelThatIsRefusedUnlessTrusted() {
    assertThatThrownBy(() -> EmotionModel.load(trained))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(trained.toString())
        .hasMessageContaining("EmotionModel.loadTrusted");
    assertThatThrownBy(() -> ModelFile.read(trained))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ModelFile.readTrusted");
  }

  @Test
  void resumesAsIfItHadNeverStopped() throws IOException, InterruptedException {
    Checkpoint.State killed = KilledTraining.run(shared.resolve("killed.log"), folder, 0, file);
    assertThat(killed.soFar().batches()).isPositive();

    training(folder).resume(true).build().train();

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertSame(
          Checkpoint.read(folder, manager).network(), Checkpoint.read(trained, manager).network());
      assertSame(
          Checkpoint.read(folder, manager).average(), Checkpoint.read(trained, manager).average());
      assertSame(
          Checkpoint.read(folder, manager).optimizer(),
          Checkpoint.read(trained, manager).optimizer());
    }
    assertThat(logits(folder)).isDeepEqualTo(logits(trained));
  }

  @Test
  void followsTheFacesWithTheRunningStatisticsOfNorms() throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      byte[] after = Checkpoint.readBackbone(trained).orElseThrow();
      PtSymbolBlock module = module(after, manager);
      ModelFile.copyParameters(module(Files.readAllBytes(file), manager), module);

      assertThat(features(module, manager))
          .isNotEqualTo(features(module(Files.readAllBytes(file), manager), manager));
    }
  }

  private static float[] features(PtSymbolBlock module, NDManager manager) {
    NDList pictures = new NDList(manager.ones(new Shape(1, 3, 48, 48)));
    return module
        .forward(new ParameterStore(manager, false), pictures, false)
        .singletonOrThrow()
        .toFloatArray();
  }

  @Test
  void refusesTheCheckpointOfAnotherBackbone() throws IOException {
    Path other =
        SmallBackbone.of("return torch.mul(torch.mean(x, [2, 3]), self.scale)")
            .parameter("scale", 1, 3)
            .write(folder.resolve("other.pt"));
    EmotionTrainer trainer =
        training(trained).backbone(Backbone.loadTrusted(other)).resume(true).build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("tiny.pt")
        .hasMessageContaining("other.pt");
  }

  private static void assertSame(NDList actual, NDList expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).toFloatArray()).isEqualTo(expected.get(i).toFloatArray());
    }
  }
}
