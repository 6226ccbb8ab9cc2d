// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.Architecture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzNetworkTest {

  private static final int OUTPUTS = 14;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  @TempDir Path folder;

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private Block network() {
    Block block = Architecture.COMPACT_RESNET.newBlock(OUTPUTS, 0);
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 48, 48));
    return block;
  }

  /** Saves a network as NumPy would save PyTorch's: with entries that are no parameters. */
  private Path save(Block block, DataType type) throws IOException {
    NDList arrays = new NDList();
    int number = 0;
    for (var parameter : block.getParameters().values()) {
      NDArray array = parameter.getArray().stopGradient().toType(type, true);
      array.setName(String.format("p%03d", number++));
      arrays.add(array);
    }
    Path plain = folder.resolve("plain.npz");
    try (OutputStream out = Files.newOutputStream(plain)) {
      arrays.encode(out, NDList.Encoding.NPZ);
    }
    Path file = folder.resolve("network.npz");
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(plain));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String other : new String[] {"spec.npy", "n1.num_batches_tracked.npy"}) {
        out.putNextEntry(new ZipEntry(other));
        out.write(new byte[] {1, 2, 3});
      }
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
      }
    }
    return file;
  }

  private float[] logits(Block block, NDArray faces) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(faces), false)
        .singletonOrThrow()
        .toFloatArray();
  }

  @Test
  void aNetworkGivesTheLogitsOfTheOneThatWasSaved() throws IOException {
    Block saved = network();
    NDArray faces = manager.randomNormal(new Shape(2, 1, 48, 48));

    Block read =
        NpzNetwork.read(
            save(saved, DataType.FLOAT32), Architecture.COMPACT_RESNET, OUTPUTS, manager);

    assertThat(logits(read, faces)).containsExactly(logits(saved, faces), within(1e-6f));
  }

  @Test
  void halfPrecisionIsReadInSingle() throws IOException {
    Block read =
        NpzNetwork.read(
            save(network(), DataType.FLOAT16), Architecture.COMPACT_RESNET, OUTPUTS, manager);

    for (Pair<String, ai.djl.nn.Parameter> parameter : read.getParameters()) {
      assertThat(parameter.getValue().getArray().getDataType()).isEqualTo(DataType.FLOAT32);
    }
  }

  @Test
  void anotherNumberOfOutputsIsRefusedWithTheShapes() throws IOException {
    Path file = save(network(), DataType.FLOAT32);

    assertThatThrownBy(() -> NpzNetwork.read(file, Architecture.COMPACT_RESNET, 21, manager))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll(file.toString(), "(14, 192)", "(21, 192)");
  }

  @Test
  void anotherNetworkIsRefused() throws IOException {
    Path file = save(network(), DataType.FLOAT32);

    assertThatThrownBy(() -> NpzNetwork.read(file, Architecture.MEDIUM_RESNET, OUTPUTS, manager))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("arrays");
  }

  @Test
  void thePlanOfTheEmbeddedModelsIsReadAndNamesThem() throws IOException {
    HeadsPlan plan = HeadsPlan.read(Path.of("embedded-models.json"));

    assertThat(plan.models().keySet())
        .containsExactlyInAnyOrderElementsOf(
            io.github.emotion4j.djl.classify.EmbeddedModels.names());
    plan.models()
        .forEach((name, model) -> assertThat(plan.heads()).containsAll(model.weights().keySet()));
  }
}
