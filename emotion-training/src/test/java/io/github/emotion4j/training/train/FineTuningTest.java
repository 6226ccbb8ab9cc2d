// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.classify.ModelFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that start from a model in the jar. */
final class FineTuningTest {

  private static final ModelFile EMBEDDED = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);

  @TempDir private Path folder;

  private EmotionTrainerBuilder fineTuning() {
    Architecture architecture = Architecture.valueOf(EMBEDDED.card().architecture().label());
    return Trainings.quick(folder)
        .architecture(architecture)
        .initialModel(EMBEDDED)
        .averageDecay(0)
        .learningRate(0.01);
  }

  /** Tells for each trained parameter whether it is still the embedded model's. */
  private List<Boolean> unchanged() {
    try (Model before = EMBEDDED.newModel(Device.cpu());
        Model after = ModelFile.read(folder).newModel(Device.cpu())) {
      List<Parameter> old = before.getBlock().getParameters().values();
      List<Parameter> now = after.getBlock().getParameters().values();
      return IntStream.range(0, old.size())
          .filter(i -> old.get(i).requiresGradient())
          .mapToObj(i -> old.get(i).getArray().contentEquals(now.get(i).getArray()))
          .toList();
    }
  }

  @Test
  void changeOnlyTheLastLayerAtFirst() {
    fineTuning().headEpochs(1).build().train();

    List<Boolean> unchanged = unchanged();

    int last = unchanged.size() - 2;
    assertThat(unchanged.subList(0, last)).containsOnly(true);
    assertThat(unchanged.subList(last, unchanged.size())).containsOnly(false);
  }

  @Test
  void changeEverythingAfterwards() {
    fineTuning().epochs(2).headEpochs(1).build().train();

    assertThat(Checkpoint.existsIn(folder)).isTrue();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        Model before = EMBEDDED.newModel(Device.cpu())) {
      NDList network = Checkpoint.read(folder, manager).network();
      float[] first = before.getBlock().getParameters().valueAt(0).getArray().toFloatArray();
      assertThat(network.get(0).toFloatArray()).isNotEqualTo(first);
    }
  }

  @Test
  void rememberWhereTheyStarted() {
    fineTuning().build().train();

    assertThat(ModelFile.read(folder).card().training().recipe())
        .containsEntry("initialWeights", EMBEDDED.card().weights().sha256())
        .containsEntry("headEpochs", "0");
  }
}
