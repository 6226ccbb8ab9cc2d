// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.training.dataset.LabelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a training may write where it is to, told before anything slow begins.
 *
 * @param directory the output folder, which need not exist
 * @param bytes what the training needs there, at most
 */
record OutputCheck(Path directory, long bytes) {

  private static final long MEGABYTE = 1_000_000;
  private static final int REPORT = 10; // megabytes, amply

  static OutputCheck of(NetworkStart start, TrainingSettings settings, TrainingOutput output) {
    return of(
        output.directory(), start, settings.updates().optimizer(), settings.targets().labels());
  }

  /** For a training that is not set up yet. */
  static OutputCheck of(EmotionTrainerBuilder builder, NetworkStart start) {
    return of(
        SettingsCheck.given(builder.outputDirectory), start, builder.optimizer, builder.labels);
  }

  /** Two checkpoints, while one replaces the other, the models, and the report. */
  private static OutputCheck of(
      Path directory, NetworkStart start, OptimizerKind optimizer, LabelSource labels) {
    long states = optimizer == OptimizerKind.ADAM_W ? 2 : 1;
    long heads = labels.heads().size();
    long weights =
        start.backbone().map(Backbone::bytes).orElseGet(() -> weightsOf(start.network()));
    return new OutputCheck(directory, weights * (2 * (2 + states) + 2 * heads) + REPORT * MEGABYTE);
  }

  private static long weightsOf(ModelCard.NetworkSettings network) {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      Block block = network.newBlock(manager, OutputHead.CLASSES);
      int side = network.cropSize();
      block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, side, side));
      return Checkpoint.parameters(block).stream().mapToLong(array -> array.size()).sum()
          * Float.BYTES;
    }
  }

  /** What is in the way, in sentences. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    Path folder = directory.toAbsolutePath();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      problems.add(
          "Can't write to the output directory " + directory + ": " + folder + " can't be written");
      return problems;
    }
    try {
      long room = Files.getFileStore(folder).getUsableSpace();
      if (room < bytes) {
        problems.add(
            "The disk of the output directory "
                + directory
                + " has room for "
                + room / MEGABYTE
                + " MB, but the training needs up to "
                + bytes / MEGABYTE
                + " MB");
      }
    } catch (IOException e) {
      problems.add("Can't tell how much room the disk of " + directory + " has: " + e);
    }
    return problems;
  }

  /**
   * Checks it.
   *
   * @throws TrainingException if something is in the way
   */
  void require() {
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new TrainingException(String.join("; ", problems));
    }
  }
}
