// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.training.ParameterStore;
import ai.djl.translate.NoopTranslator;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.BackboneInput;
import io.github.emotion4j.djl.classify.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class BackboneTest {

  @TempDir private Path folder;

  private Path file(SmallBackbone module) throws IOException {
    return module.write(folder.resolve("tiny.pt"));
  }

  /** Gives the mean of each channel, times a parameter that is 1. */
  private static SmallBackbone channelMeans() {
    return SmallBackbone.of("return torch.mul(torch.mean(x, [2, 3]), self.scale)")
        .parameter("scale", 1, 3);
  }

  @Test
  void takesWhatGivesFeaturesOfPlaces() throws IOException {
    Backbone backbone = Backbone.loadTrusted(file(SmallBackbone.convolutional()));

    assertThat(backbone.name()).isEqualTo("tiny.pt");
    assertThat(backbone.features()).isEqualTo(8);
    assertThat(backbone.input()).isEqualTo(BackboneInput.IMAGENET);
  }

  @Test
  void takesWhatGivesFeaturesOfPictures() throws IOException {
    assertThat(Backbone.loadTrusted(file(channelMeans())).features()).isEqualTo(3);
  }

  @Test
  void takesWhatDjlLoadsFromAnAddress() throws IOException {
    Path file = file(SmallBackbone.convolutional());

    Backbone backbone =
        Backbone.fromTrustedZoo(file.toUri().toString(), BackboneInput.IMAGENET.withSize(64));

    assertThat(backbone.name()).isEqualTo("tiny");
    assertThat(backbone.features()).isEqualTo(8);
    assertThat(backbone.input().size()).isEqualTo(64);
  }

  @Test
  void trainsWhatDjlHasFrozen() throws IOException {
    Path file = file(SmallBackbone.convolutional());
    Backbone backbone = Backbone.fromTrustedZoo(file.toUri().toString(), Trainings.SMALL);

    Trainings.onBackbone(folder.resolve("out"), backbone).headEpochs(0).epochs(1).build().train();

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList network = Checkpoint.read(folder.resolve("out"), manager).network();
      // A batch normalisation's bias, 0 in the file.
      assertThat(network.get(2).toFloatArray()).isNotEqualTo(new float[8]);
    }
  }

  @Test
  void isGivenPicturesAsItLearnedFrom() throws IOException {
    Backbone backbone = Backbone.loadTrusted(file(channelMeans()), Trainings.SMALL);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block block = backbone.newBlock(manager, 0.5, 3);
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
      List<Parameter> parameters = block.getParameters().values();
      // The dense layer hands on what it gets.
      ModelFile.copyValues(manager.eye(3), parameters.get(1).getArray());
      NDArray crops =
          manager
              .create(new float[] {-2, 0, 2})
              .reshape(3, 1, 1, 1)
              .broadcast(new Shape(3, 1, 48, 48));

      NDList given = block.forward(new ParameterStore(manager, false), new NDList(crops), false);

      // Crops are normalised with 0.5 and 0.25: these are black, grey and white.
      assertThat(given.singletonOrThrow().toFloatArray())
          .containsExactly(
              new float[] {
                -0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f,
                0.015f / 0.229f, 0.044f / 0.224f, 0.094f / 0.225f,
                0.515f / 0.229f, 0.544f / 0.224f, 0.594f / 0.225f
              },
              Offset.offset(1e-4f));
    }
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = folder.resolve("missing.pt");

    assertThatThrownBy(() -> Backbone.loadTrusted(missing))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("torch.jit.save");
  }

  @Test
  void namesAFileThatIsNoTorchScript() throws IOException {
    Path file = Files.writeString(folder.resolve("weights.pt"), "a state dictionary");

    assertThatThrownBy(() -> Backbone.loadTrusted(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("weights.pt is no TorchScript module")
        .hasMessageContaining("torch.jit.save(torch.jit.script(module), file)");
  }

  private static Arguments useless(String message, SmallBackbone module) {
    return Arguments.of(message, module);
  }

  static Stream<Arguments> uselessModules() {
    return Stream.of(
        useless(
            "fails on pictures of the shape (2, 3, 96, 96); give it the input size",
            SmallBackbone.of("return torch.mul(x, self.scale)").parameter("scale", 1, 7)),
        useless(
            "gives [(2, 3, 96)] for (2, 3, 96, 96), but features of the shape (N, C)",
            SmallBackbone.of("return torch.mul(torch.mean(x, [3]), self.scale)")
                .parameter("scale", 1, 96)),
        useless(
            "gives [(3, 96, 96)] for (2, 3, 96, 96), but features of the shape (N, C)",
            SmallBackbone.of("return torch.mul(torch.mean(x, [0]), self.scale)")
                .parameter("scale", 1, 96)),
        useless(
            "has no parameters to train; save it before torch.jit.freeze",
            SmallBackbone.of("return torch.mean(x, [2, 3])").buffer("unused", 1, 3)));
  }

  @ParameterizedTest
  @MethodSource("uselessModules")
  void saysWhyAModuleDoesNotDo(String message, SmallBackbone module) throws IOException {
    Path file = file(module);

    assertThatThrownBy(() -> Backbone.loadTrusted(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("The backbone tiny.pt " + message);
  }

  @Test
  void saysThatAModuleWithSeveralOutputsDoesNotDo() throws IOException {
    Path file =
        file(
            SmallBackbone.of("return (x, torch.mul(x, self.scale))")
                .giving("Tuple[Tensor, Tensor]")
                .parameter("scale", 1, 96));

    assertThatThrownBy(() -> Backbone.loadTrusted(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("gives [(2, 3, 96, 96), (2, 3, 96, 96)]");
  }

  @Test
  void namesAnAddressWithoutAModel() {
    String url = folder.toUri().toString();

    assertThatThrownBy(() -> Backbone.fromTrustedZoo(url))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Can't load the backbone " + url);
  }

  @Test
  void refusesABlockThatIsNoTorchScript() throws IOException {
    try (Model model = Model.newInstance("identity", "PyTorch")) {
      Block identity = Blocks.identityBlock();
      identity.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1));
      model.setBlock(identity);
      model.save(folder, "identity");
    }
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(folder)
            .optModelName("identity")
            .optBlock(Blocks.identityBlock())
            .optEngine("PyTorch")
            .optTranslator(new NoopTranslator())
            .build();

    assertThatThrownBy(() -> Backbone.fromTrustedZoo(criteria, BackboneInput.IMAGENET))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no TorchScript module");
  }
}
