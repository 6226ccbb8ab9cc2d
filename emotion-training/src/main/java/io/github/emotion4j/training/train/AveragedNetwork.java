// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.github.emotion4j.djl.classify.BackboneNetwork;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.torchscript.InferenceNetwork;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.util.List;

/**
 * A network to measure and to keep: with the averages of all parameters, running statistics
 * included, and what a backbone has besides them, which has no average, as it is in the network
 * trained.
 */
final class AveragedNetwork implements AutoCloseable {

  private static final int BATCH = 256;
  private static final int BATCH_OF_BACKBONE = 32; // its pictures are larger

  private final ModelCard.NetworkSettings network;
  private final Model model;

  AveragedNetwork(NetworkInTraining trained, ModelCard.NetworkSettings network, int outputs) {
    this.network = network;
    this.model = Model.newInstance("average", trained.manager().getDevice(), PyTorch.ENGINE);
    Block block = network.newBlockLike(trained.network(), model.getNDManager(), outputs);
    ModelFile.copyParameters(trained.average(), block);
    model.setBlock(block);
  }

  Block block() {
    return model.getBlock();
  }

  /**
   * What the network gives for faces, a row a face.
   *
   * @throws java.util.concurrent.CancellationException if the training is to end
   * @throws TrainingException if the outputs are no numbers
   */
  float[][] logits(List<LabelledFace> faces, TrainingControl control) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      boolean fused = !manager.getDevice().isGpu() && !network.runsCode();
      Block block = fused ? InferenceNetwork.of(model.getBlock(), manager) : model.getBlock();
      return BatchFigures.requireFinite(
          FaceLogits.of(
              block,
              manager,
              faces,
              ModelCard.Input.FER2013,
              batchOf(block),
              control::requireGoingOn));
    }
  }

  /** How many faces a network is to be given at once. */
  static int batchOf(Block network) {
    return network instanceof BackboneNetwork ? BATCH_OF_BACKBONE : BATCH;
  }

  @Override
  public void close() {
    model.close();
  }
}
