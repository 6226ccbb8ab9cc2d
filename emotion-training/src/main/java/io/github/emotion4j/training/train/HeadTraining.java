// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the last layer of a network learn alone. What the rest gives for each face, as it is, is
 * computed once, in evaluation mode, so that an epoch takes a fraction of another's time. The
 * layer's parameters are the network's own. Used by one thread.
 */
final class HeadTraining implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(HeadTraining.class);

  private final NDManager manager;
  private final float[][] validation;
  private final Model model;
  private final Learner learner;

  /**
   * Computes the features of all faces.
   *
   * @param whole the network, and the average of its weights, which agree but for the last layer
   * @param data the faces to learn from; not closed
   * @param beforeBatch is run before each batch of features, and may throw to end it
   */
  HeadTraining(
      NetworkInTraining whole, TrainingFaces faces, EpochFaces data, Runnable beforeBatch) {
    this.manager = whole.manager();
    NetworkInTwo network = NetworkInTwo.of(whole.network());
    int all = faces.training().size() + faces.validation().size();
    logger.info("Computing the features of {} faces, once", all);
    int batch = AveragedNetwork.batchOf(whole.network());
    ModelCard.Input input = ModelCard.Input.FER2013;
    float[][] features;
    try (NDManager scratch = manager.newSubManager()) {
      Block trunk = network.trunk(scratch);
      features = FaceLogits.of(trunk, scratch, faces.training(), input, batch, beforeBatch);
      validation = FaceLogits.of(trunk, scratch, faces.validation(), input, batch, beforeBatch);
    }
    Device device = manager.getDevice();
    this.model = Model.newInstance("head", device, PyTorch.ENGINE);
    model.setBlock(network.head());
    Trainer trainer =
        model.newTrainer(TrainerConfig.of(new SoftLabelLoss(OutputHead.CLASSES), device));
    trainer.initialize(new Shape(1, features[0].length));
    this.learner =
        new Learner(
            trainer, network.head(), NetworkInTwo.of(whole.average()).head(), data.as(features));
  }

  Learner learner() {
    return learner;
  }

  /**
   * What the averaged network gives for the validation faces, a row a face.
   *
   * @throws TrainingException if the outputs are no numbers
   */
  float[][] logits() {
    float[][] logits = new float[validation.length][];
    try (NDManager scratch = manager.newSubManager()) {
      NDArray features = scratch.create(validation);
      float[] flat =
          learner
              .average()
              .forward(new ParameterStore(scratch, false), new NDList(features), false)
              .singletonOrThrow()
              .toFloatArray();
      int width = flat.length / logits.length;
      for (int i = 0; i < logits.length; i++) {
        logits[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
      }
    }
    return BatchFigures.requireFinite(logits);
  }

  @Override
  public void close() {
    learner.data().close();
    learner.trainer().close();
    model.close();
  }
}
