// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.Trainer;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.Optional;

/**
 * A network that learns from the same random faces again and again, to time its steps: forward,
 * loss, backward, change of the weights, on the device that a training would use. Reading and
 * changing faces, the average of the weights and validation are not part of a step. Used by one
 * thread.
 */
public final class TrainingBenchmark implements AutoCloseable {

  private static final double DROPOUT = 0.2;
  private static final double RATE = 0.01;
  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 5e-4;

  private final ResumableOptimizer optimizer = new NesterovSgd(MOMENTUM, WEIGHT_DECAY);
  private final Model model;
  private final Trainer trainer;
  private final BatchFigures figures;
  private final NDArray faces;
  private final NDArray labels;
  private int steps;

  /**
   * Makes a network with random weights.
   *
   * @param architecture the network
   * @param arithmetic the numbers that convolutions compute with, as {@link EmotionTrainer} trains;
   *     empty for DJL's blocks as they are
   * @param batchSize faces in a step, at least 2
   * @param cropSize side of the faces in pixels, at least 16
   * @throws IllegalArgumentException if an argument is out of its range, or the network can't take
   *     faces of that size
   */
  public TrainingBenchmark(
      Architecture architecture, Optional<Arithmetic> arithmetic, int batchSize, int cropSize) {
    if (batchSize < 2 || cropSize < 16) {
      throw new IllegalArgumentException(
          "A step needs at least 2 faces of at least 16 pixels, not "
              + batchSize
              + " of "
              + cropSize);
    }
    if (!architecture.anySize() && cropSize != architecture.inputSize()) {
      throw new IllegalArgumentException(
          architecture
              + " takes faces of "
              + architecture.inputSize()
              + " pixels only, not "
              + cropSize);
    }
    Device device = PyTorch.require().defaultDevice();
    this.model = Model.newInstance("benchmark", device, PyTorch.ENGINE);
    try {
      Block blocks = architecture.newBlock(DROPOUT);
      model.setBlock(
          arithmetic
              .<Block>map(
                  numbers ->
                      new ScriptedNetwork((SequentialBlock) blocks, numbers, model.getNDManager()))
              .orElse(blocks));
      this.trainer =
          model.newTrainer(
              TrainerConfig.of(new SoftLabelLoss(OutputHead.CLASSES), optimizer, device));
      trainer.initialize(new Shape(1, 1, cropSize, cropSize));
      this.figures = new BatchFigures(trainer.getManager(), OutputHead.CLASSES);
      this.faces = model.getNDManager().randomNormal(new Shape(batchSize, 1, cropSize, cropSize));
      this.labels =
          model.getNDManager().arange(batchSize).mod(OutputHead.CLASSES).oneHot(OutputHead.CLASSES);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Takes a step, and waits until the device has done all of it.
   *
   * @return the loss before it: the mean cross-entropy of the faces in nats
   * @throws TrainingException if the loss is not finite
   */
  public double step() {
    optimizer.beginStep(++steps, RATE);
    figures.reset();
    try (NDManager scratch = trainer.getManager().newSubManager()) {
      TrainingStep.run(trainer, copy(faces, scratch), copy(labels, scratch), figures);
      // Read after the weights have been changed: a device works in the order it was asked.
      return figures.meanLoss();
    }
  }

  /** Copies an array; the copy, and what is computed from it, is the manager's to free. */
  private static NDList copy(NDArray array, NDManager manager) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return new NDList(copy);
  }

  @Override
  public void close() {
    figures.close();
    trainer.close();
    optimizer.close();
    model.close();
  }
}
