// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.Trainer;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {

  private static final double DECAY = 0.1;
  private static final double MOMENTUM = 0.9;
  private static final double[] RATES = {0.1, 0.05, 0.2, 0.01};
  private static final float[] START = {0.5f, -1f, 2f, -0.25f, 0f, 1.5f};

  private static ResumableOptimizer newOptimizer(OptimizerKind kind) {
    return switch (kind) {
      case SGD_NESTEROV -> new NesterovSgd(MOMENTUM, DECAY);
      case ADAM_W -> new AdamW(DECAY);
    };
  }

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private Linear layer = Linear.builder().setUnits(3).build();

  @BeforeEach
  void makeALayerOfThreeByTwoAndABias() {
    layer = newLayer();
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private Linear newLayer() {
    Linear made = Linear.builder().setUnits(3).build();
    made.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
    weight(made).setRequiresGradient(true);
    bias(made).setRequiresGradient(true);
    assign(weight(made), START);
    assign(bias(made), new float[] {1f, -2f, 3f});
    return made;
  }

  private void assign(NDArray array, float[] values) {
    ModelFile.copyValues(manager.create(values, array.getShape()), array);
  }

  private static NDArray weight(Linear layer) {
    return layer.getParameters().get("weight").getArray();
  }

  private static NDArray bias(Linear layer) {
    return layer.getParameters().get("bias").getArray();
  }

  /** The gradient of the step's made-up loss: the sum of the parameter's squares times a factor. */
  private static float factor(int step) {
    return new float[] {1f, -0.5f, 2f, 0.25f}[step - 1];
  }

  private void step(ResumableOptimizer optimizer, Block target, int step) {
    for (Parameter parameter : target.getParameters().values()) {
      NDArray array = parameter.getArray();
      try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        collector.backward(array.square().sum().mul(factor(step) / 2));
      }
    }
    optimizer.step(target, step, RATES[step - 1]);
  }

  private static double[] sgd(float[] start, int steps, double decay) {
    double[] w = doubles(start);
    double[] v = new double[w.length];
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < w.length; i++) {
        double g = factor(step) * w[i] + decay * w[i];
        v[i] = MOMENTUM * v[i] + g;
        w[i] -= RATES[step - 1] * (g + MOMENTUM * v[i]);
      }
    }
    return w;
  }

  private static double[] adamW(float[] start, int steps, double decay) {
    double[] w = doubles(start);
    double[] m = new double[w.length];
    double[] s = new double[w.length];
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < w.length; i++) {
        double g = factor(step) * w[i];
        m[i] = 0.9 * m[i] + 0.1 * g;
        s[i] = 0.999 * s[i] + 0.001 * g * g;
        double mean = m[i] / (1 - Math.pow(0.9, step));
        double square = s[i] / (1 - Math.pow(0.999, step));
        w[i] -= RATES[step - 1] * (mean / (Math.sqrt(square) + 1e-8) + decay * w[i]);
      }
    }
    return w;
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  private static double[] reference(OptimizerKind kind, float[] start, int steps, double decay) {
    return kind == OptimizerKind.SGD_NESTEROV
        ? sgd(start, steps, decay)
        : adamW(start, steps, decay);
  }

  @ParameterizedTest
  @EnumSource
  void followsItsFormulaWithDecay(OptimizerKind kind) {
    try (ResumableOptimizer optimizer = newOptimizer(kind)) {
      for (int step = 1; step <= RATES.length; step++) {
        step(optimizer, layer, step);
        assertThat(doubles(weight(layer).toFloatArray()))
            .containsExactly(reference(kind, START, step, DECAY), within(2e-5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotDecayWhatHasOneAxis(OptimizerKind kind) {
    float[] start = bias(layer).toFloatArray();
    try (ResumableOptimizer optimizer = newOptimizer(kind)) {
      for (int step = 1; step <= RATES.length; step++) {
        step(optimizer, layer, step);
      }
    }

    assertThat(doubles(bias(layer).toFloatArray()))
        .containsExactly(reference(kind, start, RATES.length, 0), within(2e-5));
  }

  @ParameterizedTest
  @EnumSource
  void clearsTheGradient(OptimizerKind kind) {
    try (ResumableOptimizer optimizer = newOptimizer(kind)) {
      step(optimizer, layer, 1);
    }

    assertThat(weight(layer).getGradient().abs().sum().getFloat()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithAnotherNetworkOfTheSameWeights(OptimizerKind kind) {
    SequentialBlock around = new SequentialBlock();
    around.add(layer);
    try (ResumableOptimizer optimizer = newOptimizer(kind)) {
      step(optimizer, layer, 1);
      step(optimizer, around, 2);
      step(optimizer, layer, 3);
    }

    assertThat(doubles(weight(layer).toFloatArray()))
        .containsExactly(reference(kind, START, 3, DECAY), within(2e-5));
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAlikeFromASavedState(OptimizerKind kind) {
    Linear other = newLayer();
    try (ResumableOptimizer straight = newOptimizer(kind);
        ResumableOptimizer stopped = newOptimizer(kind);
        ResumableOptimizer resumed = newOptimizer(kind)) {
      for (int step = 1; step <= 2; step++) {
        step(straight, layer, step);
        step(stopped, other, step);
      }
      NDList saved =
          NDList.decode(manager, stopped.saveStates(manager, other.getParameters()).encode());
      resumed.restoreStates(saved, other.getParameters());
      saved.close();
      for (int step = 3; step <= 4; step++) {
        step(straight, layer, step);
        step(resumed, other, step);
      }
    }

    assertThat(weight(other).toFloatArray()).isEqualTo(weight(layer).toFloatArray());
    assertThat(bias(other).toFloatArray()).isEqualTo(bias(layer).toFloatArray());
  }

  /** The engine's function walks through memory: weights and gradients must lie alike. */
  @Test
  void changesKernelsWhoseGradientsAreComputedChannelsLast() {
    try (Model model = Model.newInstance("kernels", Device.cpu(), "PyTorch");
        ResumableOptimizer optimizer = new NesterovSgd(MOMENTUM, DECAY);
        BatchFigures figures = new BatchFigures(model.getNDManager(), OutputHead.CLASSES)) {
      model.setBlock(
          new ScriptedNetwork(
              (SequentialBlock) Architecture.COMPACT_RESNET.newBlock(0),
              Arithmetic.FLOAT32,
              model.getNDManager()));
      try (Trainer trainer =
          model.newTrainer(TrainerConfig.of(new SoftLabelLoss(OutputHead.CLASSES), Device.cpu()))) {
        trainer.initialize(new Shape(1, 1, 16, 16));
        NDList faces = new NDList(manager.randomNormal(new Shape(4, 1, 16, 16)));
        TrainingStep.run(
            trainer, faces, new NDList(manager.eye(OutputHead.CLASSES).get(":4")), figures);
        List<Parameter> trained =
            model.getBlock().getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .toList();
        List<float[]> expected = trained.stream().map(OptimizerTest::afterAFirstStep).toList();

        optimizer.step(model.getBlock(), 1, RATES[0]);

        assertThat(trained).hasSizeGreaterThan(30);
        for (int i = 0; i < trained.size(); i++) {
          assertThat(trained.get(i).getArray().toFloatArray())
              .as(trained.get(i).getName() + " " + trained.get(i).getArray().getShape())
              .containsExactly(expected.get(i), within(1e-5f));
        }
      }
    }
  }

  private static float[] afterAFirstStep(Parameter parameter) {
    float[] weights = parameter.getArray().toFloatArray();
    float[] gradients = parameter.getArray().getGradient().toFloatArray();
    double decay = parameter.getArray().getShape().dimension() > 1 ? DECAY : 0;
    for (int i = 0; i < weights.length; i++) {
      double g = gradients[i] + decay * weights[i];
      weights[i] -= (float) (RATES[0] * (g + MOMENTUM * g));
    }
    return weights;
  }

  @Test
  void savedStatesAreCopies() {
    try (ResumableOptimizer optimizer = new NesterovSgd(MOMENTUM, 0)) {
      step(optimizer, layer, 1);
      ParameterList parameters = layer.getParameters();
      NDList saved = optimizer.saveStates(manager, parameters);
      float[] before = saved.get(0).toFloatArray();
      step(optimizer, layer, 2);

      assertThat(saved.get(0).toFloatArray()).isEqualTo(before);
    }
  }
}
