// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on FER2013's labels and FER+'s votes. */
final class MixedLabelsTest {

  @TempDir private Path folder;

  /** Every face is voted to be happy, but for those that are. */
  private FerPlus votes() throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n");
    for (LabelledFace face : SyntheticFaces.dataset(12, 4).faces()) {
      csv.append(face.name())
          .append(face.name().contains("happy") ? ",10,0" : ",0,10")
          .append(",0,0,0,0,0,0,0,0\n");
    }
    return FerPlus.load(Files.writeString(folder.resolve("votes.csv"), csv));
  }

  @Test
  void leaveTwoModelsOfOneTraining() throws IOException {
    Path output = folder.resolve("out");

    Trainings.quick(output).name("mixed").labels(LabelSource.MIXED).votes(votes()).build().train();

    ModelFile first = ModelFile.read(output);
    ModelFile second = ModelFile.read(output.resolve("ferplus"));
    assertThat(first.card().training().data().labelSource()).isEqualTo("fer2013");
    assertThat(first.card().figures()).containsOnlyKeys("PublicTest");
    assertThat(second.card().name()).isEqualTo("mixed-ferplus");
    assertThat(second.card().training().data().labelSource()).isEqualTo("ferplus");
    assertThat(second.card().figures()).containsOnlyKeys("PublicTest, FER+ majority");
    assertSameTrunkAndOtherHead(first, second);
  }

  @Test
  void leaveTwoModelsOnOneBackbone() throws IOException {
    Path output = folder.resolve("out");
    Path file = SmallBackbone.convolutional().write(folder.resolve("tiny.pt"));

    Trainings.onBackbone(output, Backbone.loadTrusted(file, Trainings.SMALL))
        .labels(LabelSource.MIXED)
        .votes(votes())
        .build()
        .train();

    assertSameTrunkAndOtherHead(
        ModelFile.readTrusted(output), ModelFile.readTrusted(output.resolve("ferplus")));
  }

  private static void assertSameTrunkAndOtherHead(ModelFile first, ModelFile second) {
    try (Model one = first.newModel(Device.cpu());
        Model two = second.newModel(Device.cpu())) {
      List<Parameter> ours = one.getBlock().getParameters().values();
      List<Parameter> theirs = two.getBlock().getParameters().values();
      for (int i = 0; i < ours.size(); i++) {
        boolean same = ours.get(i).getArray().contentEquals(theirs.get(i).getArray());
        assertThat(same).as("parameter %d", i).isEqualTo(i < ours.size() - 2);
      }
    }
  }

  @Test
  void startFromAModelOfOneHead() throws IOException {
    Path first = folder.resolve("first");
    Trainings.quick(first).build().train();
    Path output = folder.resolve("out");

    Trainings.quick(output)
        .initialModel(ModelFile.read(first))
        .labels(LabelSource.MIXED)
        .votes(votes())
        .learningRate(1e-9)
        .averageDecay(0)
        .build()
        .train();

    try (Model before = ModelFile.read(first).newModel(Device.cpu());
        Model after = ModelFile.read(output.resolve("ferplus")).newModel(Device.cpu())) {
      assertThat(lastLayer(after)).containsExactly(lastLayer(before), within(1e-2f));
    }
  }

  private static float[] lastLayer(Model model) {
    List<Parameter> parameters = model.getBlock().getParameters().values();
    return parameters.get(parameters.size() - 2).getArray().toFloatArray();
  }

  @Test
  void ofFerPlusAloneLeaveItsModelInTheFolder() throws IOException {
    Path output = folder.resolve("out");

    Trainings.quick(output).labels(LabelSource.FERPLUS).votes(votes()).build().train();

    assertThat(ModelFile.read(output).card().training().data().labelSource()).isEqualTo("ferplus");
    assertThat(output.resolve("ferplus")).doesNotExist();
  }

  @Test
  void needVotes() {
    EmotionTrainerBuilder builder =
        Trainings.quick(folder.resolve("out")).labels(LabelSource.MIXED);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FerPlus.load");
  }

  @Test
  void votesForOtherFacesAreRefused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("other.csv"),
            "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n");
    EmotionTrainer trainer =
        Trainings.quick(folder.resolve("out"))
            .labels(LabelSource.MIXED)
            .votes(FerPlus.load(file))
            .build();

    assertThatThrownBy(trainer::train)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("votes");
  }

  @Test
  void aHeadIsCopiedInAndOutUnchanged() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Block joint = block(manager, 14);
      Block single = block(manager, 7);
      OutputHead second = new OutputHead(LabelSource.FERPLUS, 1, List.of(0), List.of());
      Block copied = block(manager, 7);

      second.copyIn(single, joint);
      second.copyOut(joint, copied);

      List<Parameter> expected = single.getParameters().values();
      List<Parameter> actual = copied.getParameters().values();
      for (int i = 0; i < expected.size(); i++) {
        NDArray values = actual.get(i).getArray();
        assertThat(values.toFloatArray()).isEqualTo(expected.get(i).getArray().toFloatArray());
      }
    }
  }

  private static Block block(NDManager manager, int outputs) {
    Block block = Architecture.COMPACT_RESNET.newBlock(outputs, 0.1);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
    return block;
  }
}
