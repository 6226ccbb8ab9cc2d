// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchFiguresTest {

  private static final int CLASSES = OutputHead.CLASSES;

  private final NDManager manager =
      NDManager.newBaseManager(Device.cpu(), PyTorch.require().getEngineName());
  private final BatchFigures figures = new BatchFigures(manager, CLASSES);

  @BeforeEach
  void seed() {
    PyTorch.require().setRandomSeed(1);
  }

  @AfterEach
  void close() {
    figures.close();
    manager.close();
  }

  /** A loss that counts how often it is computed. */
  private static final class CountingLoss extends Loss {

    private final Loss loss = new SoftLabelLoss(CLASSES);
    private int times;

    CountingLoss() {
      super("counted");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      times++;
      return loss.evaluate(labels, predictions);
    }
  }

  private void add(float loss) {
    try (NDManager batch = manager.newSubManager()) {
      NDList ofTwoFaces = new NDList(batch.ones(new Shape(2, CLASSES)));
      figures.add(batch.create(loss), ofTwoFaces, ofTwoFaces);
    }
  }

  @Test
  void areThoseOfEachBatchReadAtOnce() {
    Loss loss = new SoftLabelLoss(CLASSES);
    double lossSum = 0;
    long hits = 0;
    long faces = 0;
    for (int i = 0; i < 2 * BatchFigures.READ_EVERY + 7; i++) {
      int count = 3 + i % 5;
      Shape ofTwoHeads = new Shape(count, 2L * CLASSES);
      try (NDManager batch = manager.newSubManager()) {
        NDList predictions = new NDList(batch.randomNormal(ofTwoHeads));
        NDList labels = new NDList(batch.randomUniform(0, 1, ofTwoHeads).softmax(1));
        NDArray mean = loss.evaluate(labels, predictions);
        figures.add(mean, predictions, labels);

        lossSum += mean.getFloat() * count;
        NDArray predicted = predictions.head().get(":, :" + CLASSES).argMax(1);
        NDArray wanted = labels.head().get(":, :" + CLASSES).argMax(1);
        hits += predicted.eq(wanted).countNonzero().getLong();
        faces += count;
      }
    }

    assertThat(figures.meanLoss()).isEqualTo(lossSum / faces);
    assertThat(figures.accuracy()).isEqualTo((double) hits / faces);
    assertThat(figures.faces()).isEqualTo(faces);
  }

  @Test
  void beginAnewWithTheNextEpoch() {
    add(5);
    figures.reset();
    add(1);

    assertThat(figures.meanLoss()).isEqualTo(1);
    assertThat(figures.faces()).isEqualTo(2);
  }

  @Test
  void goOnWhereTheyStood() {
    add(5);
    BatchFigures.Sums half = figures.sums();
    add(1);
    BatchFigures.Sums all = figures.sums();

    figures.goOn(half);
    add(1);

    assertThat(figures.sums()).isEqualTo(all);
    assertThat(all).isEqualTo(new BatchFigures.Sums(12, 4, 4));
  }

  @Test
  void tellTheLossThatIsKnownWithoutReading() {
    add(5);
    assertThat(figures.lossSoFar()).isEmpty();

    figures.read();

    assertThat(figures.lossSoFar()).hasValue(5);
  }

  @Test
  void stayOnTheDeviceUntilThereAreEnough() {
    add(Float.NaN);
    for (int i = 2; i < BatchFigures.READ_EVERY; i++) {
      add(1); // nobody has looked at the first
    }

    assertThatThrownBy(() -> add(1))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("diverged");
  }

  @Test
  void areReadWhereTheyAreAskedFor() {
    add(Float.POSITIVE_INFINITY);

    assertThatThrownBy(figures::meanLoss)
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void leaveNoArraysBehind() {
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 2 * BatchFigures.READ_EVERY; i++) {
      add(1);
    }

    assertThat(manager.getManagedArrays()).hasSize(before);
    assertThat(figures.faces()).isEqualTo(4L * BatchFigures.READ_EVERY);
  }

  @Test
  void aStepComputesItsLossOnce() {
    CountingLoss loss = new CountingLoss();
    try (ResumableOptimizer optimizer = new NesterovSgd(0.9, 0);
        Model model = Model.newInstance("step", Device.cpu(), PyTorch.ENGINE)) {
      model.setBlock(Linear.builder().setUnits(CLASSES).build());
      try (Trainer trainer = model.newTrainer(TrainerConfig.of(loss, Device.cpu()))) {
        trainer.initialize(new Shape(1, 4));
        NDArray weights = model.getBlock().getParameters().get(0).getValue().getArray();
        float[] before = weights.toFloatArray();
        try (NDManager batch = trainer.getManager().newSubManager()) {
          TrainingStep.run(
              trainer,
              new NDList(batch.randomNormal(new Shape(3, 4))),
              new NDList(batch.arange(3).oneHot(CLASSES)),
              figures);
          optimizer.step(model.getBlock(), 1, 0.1);
        }

        assertThat(loss.times).isOne();
        assertThat(figures.faces()).isEqualTo(3);
        assertThat(figures.meanLoss()).isPositive();
        assertThat(weights.toFloatArray()).isNotEqualTo(before);
      }
    }
  }
}
