// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharpnessAwareTest {

  private static final int FACES = 8;

  private final Model model = Model.newInstance("line", Device.cpu(), "PyTorch");

  /** One weight w: its loss is (w - 1)^2 / 2, and the gradient of that w - 1. */
  private final Linear line = Linear.builder().setUnits(1).optBias(false).build();

  private NesterovSgd optimizer = new NesterovSgd(0, 0, 1);

  @BeforeEach
  void loadTheLine() {
    model.setBlock(line);
  }

  @AfterEach
  void closeAll() {
    optimizer.close();
    model.close();
  }

  private Trainer newTrainer(Shape input) {
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer)
                .optInitializer(new ConstantInitializer(3), Parameter.Type.WEIGHT));
    trainer.initialize(input);
    return trainer;
  }

  private static Batch batch(Trainer trainer, float[] inputs) {
    NDManager manager = trainer.getManager().newSubManager();
    float[] labels = new float[FACES];
    Arrays.fill(labels, 1);
    return new Batch(
        manager,
        new NDList(manager.create(inputs, new Shape(FACES, inputs.length / FACES))),
        new NDList(manager.create(labels, new Shape(FACES, 1))),
        FACES,
        Batchifier.STACK,
        Batchifier.STACK,
        1,
        1);
  }

  private static float[] ones() {
    float[] ones = new float[FACES];
    Arrays.fill(ones, 1);
    return ones;
  }

  private void step(Trainer trainer, double radius, double rate, float[] inputs)
      throws TranslateException {
    try (Batch batch = batch(trainer, inputs)) {
      optimizer.beginStep(1, rate);
      new SharpnessAware(radius).trainBatch(trainer, batch, optimizer);
      trainer.step();
    }
  }

  private float weight() {
    return line.getParameters().get("weight").getArray().getFloat();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void weightGoesDownTheGradientThatItHasOnceRaisedByTheRadius(double radius)
      throws TranslateException {
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      step(trainer, radius, 1, ones());

      assertThat(weight()).isCloseTo((float) (3 - (3 + radius - 1)), within(1e-5f));
    }
  }

  @Test
  void eachStepBeginsWhereTheLastEnded() throws TranslateException {
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      step(trainer, 0.5, 0.1, ones());
      step(trainer, 0.5, 0.1, ones());

      double afterOne = 3 - 0.1 * (3 + 0.5 - 1);
      assertThat(weight())
          .isCloseTo((float) (afterOne - 0.1 * (afterOne + 0.5 - 1)), within(1e-5f));
    }
  }

  @Test
  void aQuarterOfTheBatchSaysWhichWayIsUp() throws TranslateException {
    float[] inputs = ones();
    Arrays.fill(inputs, 2, FACES, 0); // only the first two of eight have a gradient
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      step(trainer, 0.5, 1, inputs);

      assertThat(weight()).isCloseTo((float) (3 - (3 + 0.5 - 1) / 4), within(1e-5f));
    }
  }

  @Test
  void whereNothingRisesTheWeightStays() throws TranslateException {
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      step(trainer, 0.5, 0, ones()); // DJL refuses a first step without any gradient
      step(trainer, 0.5, 1, new float[FACES]);

      assertThat(weight()).isEqualTo(3f);
    }
  }

  @Test
  void whatIsFrozenStays() throws TranslateException {
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      optimizer.freeze(Set.of(line.getParameters().get("weight").getId()));
      step(trainer, 0.5, 1, ones());

      assertThat(weight()).isEqualTo(3f);
    }
  }

  @Test
  void runningStatisticsAreThoseOfTheWeightsThemselves() throws TranslateException {
    assertThat(statisticsAfterAStep(0.5)).isEqualTo(statisticsAfterAStep(0.01));
  }

  private float[] statisticsAfterAStep(double radius) throws TranslateException {
    optimizer.close();
    optimizer = new NesterovSgd(0, 0, 1);
    Block norm = BatchNorm.builder().build();
    model.setBlock(
        new SequentialBlock()
            .add(Linear.builder().setUnits(1).optBias(false).build())
            .add(norm)
            .add(Linear.builder().setUnits(1).build()));
    float[] inputs = new float[2 * FACES];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i * i % 7;
    }
    try (Trainer trainer = newTrainer(new Shape(1, 2))) {
      step(trainer, radius, 0.1, inputs);
      try (NDArray mean = norm.getParameters().get("runningMean").getArray().duplicate()) {
        return mean.toFloatArray();
      }
    }
  }

  @Test
  void memoryOfTheWayUpIsFreed() throws TranslateException {
    try (Trainer trainer = newTrainer(new Shape(1, 1))) {
      step(trainer, 0.5, 0.1, ones());
      int arrays = trainer.getManager().getManagedArrays().size();
      for (int i = 0; i < 20; i++) {
        step(trainer, 0.5, 0.1, ones());
      }

      assertThat(trainer.getManager().getManagedArrays()).hasSize(arrays);
    }
  }
}
