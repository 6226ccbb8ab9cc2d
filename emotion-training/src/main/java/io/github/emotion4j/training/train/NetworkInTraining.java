// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.github.emotion4j.djl.classify.BackboneNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What changes while a network is trained, and what its checkpoints hold.
 *
 * @param network the network
 * @param average the average of its weights
 * @param optimizer the optimizer with its state
 * @param manager of the network
 */
record NetworkInTraining(
    Block network, Block average, ResumableOptimizer optimizer, NDManager manager) {

  /**
   * Goes on from the checkpoint of a folder.
   *
   * @param resume whether that is wanted; if not, there must be none
   * @param check throws if the checkpoint is of another training; then nothing has changed
   * @return where it stood, or nothing without a checkpoint
   * @throws TrainingException if there is one that is not wanted, or that does not fit
   */
  Optional<Checkpoint.State> restore(
      Path directory, boolean resume, Consumer<Checkpoint.State> check) {
    if (!Checkpoint.existsIn(directory)) {
      return Optional.empty();
    }
    if (!resume) {
      throw new TrainingException(refusal(directory));
    }
    try (NDManager scratch = manager.newSubManager()) {
      Checkpoint checkpoint = Checkpoint.read(directory, scratch);
      check.accept(checkpoint.state());
      NDList states = optimizer.saveStates(scratch, network.getParameters());
      Checkpoint.requireShapes(directory, checkpoint.network(), Checkpoint.parameters(network));
      Checkpoint.requireShapes(directory, checkpoint.average(), Checkpoint.parameters(average));
      Checkpoint.requireShapes(directory, checkpoint.optimizer(), states);
      Checkpoint.copyInto(checkpoint.network(), network);
      Checkpoint.copyInto(checkpoint.average(), average);
      optimizer.restoreStates(checkpoint.optimizer(), network.getParameters());
      return Optional.of(checkpoint.state());
    }
  }

  /** Why a training does not begin in a folder with a checkpoint. */
  static String refusal(Path directory) {
    return directory
        + " holds a checkpoint: choose another output directory, delete it, or resume it";
  }

  /** Writes the checkpoint of a folder. */
  void save(Path directory, Checkpoint.State state) throws IOException {
    try (NDManager scratch = manager.newSubManager()) {
      new Checkpoint(
              state,
              Checkpoint.parameters(network),
              Checkpoint.parameters(average),
              optimizer.saveStates(scratch, network.getParameters()))
          .write(
              directory,
              network instanceof BackboneNetwork onBackbone
                  ? Optional.of(onBackbone.torchScript())
                  : Optional.empty());
    }
  }
}
