// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.torchscript.Branches;
import io.github.emotion4j.djl.internal.torchscript.Layer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptedNetworkTest {

  private static final int OUTPUTS = 14;
  private static final Shape FACE = new Shape(1, 1, 48, 48);
  private static final Shape FACES = new Shape(8, 1, 48, 48);

  private Model plain;
  private Model scripted;

  @BeforeEach
  void openModels() {
    PyTorch.require();
    plain = Model.newInstance("plain", Device.cpu(), PyTorch.ENGINE);
    scripted = Model.newInstance("scripted", Device.cpu(), PyTorch.ENGINE);
  }

  @AfterEach
  void closeModels() {
    plain.close();
    scripted.close();
  }

  @ParameterizedTest
  @CsvSource({", true", "true, true", "false, false"})
  void leavesTheRewritingOfOtherModulesAsDjlIsTold(@Nullable String told, boolean rewritten) {
    try {
      if (told != null) {
        System.setProperty(ScriptedNetwork.OPTIMIZER, told);
      }
      assertThat(ScriptedNetwork.optimizesElsewhere()).isEqualTo(rewritten);
    } finally {
      System.clearProperty(ScriptedNetwork.OPTIMIZER);
    }
  }

  private void setBlocks(Architecture architecture, double dropout, Arithmetic arithmetic) {
    setBlocks(() -> (SequentialBlock) architecture.newBlock(OUTPUTS, dropout), FACE, arithmetic);
  }

  /** The plain blocks compute in 64 bits, which no processor gets wrong. */
  private void setBlocks(Supplier<SequentialBlock> network, Shape input, Arithmetic arithmetic) {
    Block exact = network.get();
    Block given = new ScriptedNetwork(network.get(), arithmetic, scripted.getNDManager());
    PyTorch.require().setRandomSeed(1);
    given.initialize(scripted.getNDManager(), DataType.FLOAT32, input);
    exact.initialize(plain.getNDManager(), DataType.FLOAT64, input);
    ModelFile.copyParameters(given, exact);
    plain.setBlock(exact);
    scripted.setBlock(given);
  }

  /**
   * What a step computes.
   *
   * @param logits what the network gives
   * @param gradients of all parameters that are trained
   * @param statistics all other parameters afterwards
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Step(float[] logits, List<float[]> gradients, List<float[]> statistics) {

    static Step of(Model model, Shape input) {
      List<Parameter> parameters = model.getBlock().getParameters().values();
      DataType type = parameters.get(0).getArray().getDataType();
      List<Parameter> learning = parameters.stream().filter(Parameter::requiresGradient).toList();
      learning.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
      try (NDManager manager = model.getNDManager().newSubManager()) {
        PyTorch.require().setRandomSeed(2);
        NDArray batch = manager.randomNormal(input).toType(type, false);
        NDArray output;
        try (GradientCollector collector = PyTorch.require().newGradientCollector()) {
          output =
              model
                  .getBlock()
                  .forward(new ParameterStore(manager, false), new NDList(batch), true)
                  .singletonOrThrow();
          NDArray factors = manager.randomUniform(-1, 1, output.getShape()).toType(type, false);
          collector.backward(output.mul(factors).sum());
        }
        return new Step(
            floats(output),
            learning.stream().map(each -> floats(each.getArray().getGradient())).toList(),
            parameters.stream()
                .filter(parameter -> !parameter.requiresGradient())
                .map(parameter -> floats(parameter.getArray()))
                .toList());
      }
    }
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** The difference's Euclidean norm by that of what is expected. */
  private static double relativeError(float[] given, float[] expected) {
    assertThat(given).hasSameSizeAs(expected);
    float[] difference = new float[given.length];
    for (int i = 0; i < given.length; i++) {
      difference[i] = given[i] - expected[i];
    }
    return norm(difference) / (norm(expected) + 1e-6);
  }

  private static void assertSame(List<float[]> given, List<float[]> expected, double tolerance) {
    assertThat(given).hasSameSizeAs(expected);
    for (int i = 0; i < given.size(); i++) {
      assertThat(relativeError(given.get(i), expected.get(i)))
          .as("number %d", i)
          .isLessThan(tolerance);
    }
  }

  @ParameterizedTest
  @EnumSource
  void learnsWhatTheBlocksWouldLearn(Architecture architecture) {
    setBlocks(architecture, 0, Arithmetic.FLOAT32); // which are dropped depends on their order

    Step expected = Step.of(plain, FACES);
    Step given = Step.of(scripted, FACES);

    assertThat(given.logits()).containsExactly(expected.logits(), within(1e-4f));
    assertSame(given.gradients(), expected.gradients(), 1e-2);
    assertSame(given.statistics(), expected.statistics(), 1e-5);
  }

  /** Some that PyTorch gets wrong on some processors with channels first, and all of ours. */
  @ParameterizedTest(name = "{0} to {1} channels, {2}x{2}, stride {3}, at {4} pixels")
  @CsvSource({
    "1, 48, 5, 2, 44", "1, 16, 3, 2, 36", "16, 32, 3, 1, 18", "32, 48, 3, 2, 18",
    "48, 48, 3, 1, 9", "48, 56, 3, 2, 9", "56, 56, 3, 1, 5", "48, 48, 3, 1, 22",
    "48, 96, 3, 2, 22", "48, 96, 3, 2, 20", "48, 96, 1, 2, 22", "96, 96, 3, 1, 11",
    "96, 192, 3, 2, 11", "192, 192, 3, 1, 6", "96, 256, 3, 2, 11", "256, 256, 3, 1, 6",
    "24, 40, 3, 1, 10", "80, 96, 3, 2, 11", "120, 8, 3, 1, 6"
  })
  void convolutionsAndTheirGradientsAreRight(int from, int to, int kernel, int stride, int pixels) {
    // The gradient of the first one's weights is made of that of the second one's input.
    setBlocks(
        () ->
            new SequentialBlock().add(convolution(from, 1, 1)).add(convolution(to, kernel, stride)),
        new Shape(1, from, pixels, pixels),
        Arithmetic.FLOAT32);
    Shape batch = new Shape(3, from, pixels, pixels);

    Step expected = Step.of(plain, batch);
    Step given = Step.of(scripted, batch);

    assertThat(relativeError(given.logits(), expected.logits())).isLessThan(1e-5);
    assertSame(given.gradients(), expected.gradients(), 1e-5);
  }

  private static Block convolution(int filters, int kernel, int stride) {
    return Conv2d.builder()
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(false)
        .setFilters(filters)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void dropsActivationsWhileItLearns(Architecture architecture) {
    setBlocks(architecture, 0, Arithmetic.FLOAT32);
    float[] whole = Step.of(scripted, FACES).logits();
    setBlocks(architecture, 0.5, Arithmetic.FLOAT32); // the same weights

    float[] dropped = Step.of(scripted, FACES).logits();

    assertThat(relativeError(dropped, whole)).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @EnumSource
  void learnsNearlyTheSameInShorterNumbers(Architecture architecture) {
    setBlocks(architecture, 0, Arithmetic.BFLOAT16);

    Step expected = Step.of(plain, FACES);
    Step given = Step.of(scripted, FACES);

    assertThat(relativeError(given.logits(), expected.logits())).isBetween(1e-5, 0.03);
    assertSame(given.gradients(), expected.gradients(), 0.2);
    assertSame(given.statistics(), expected.statistics(), 0.02);
  }

  @ParameterizedTest
  @EnumSource
  void givesWhatTheBlocksGiveWhenItIsNotTrained(Architecture architecture) {
    setBlocks(architecture, 0.5, Arithmetic.FLOAT32);

    assertThat(evaluate(scripted)).containsExactly(evaluate(plain), within(1e-4f));
  }

  private static float[] evaluate(Model model) {
    NDArray face = model.getNDManager().arange(48f * 48).div(48 * 48).reshape(FACE);
    DataType type = model.getBlock().getParameters().valueAt(0).getArray().getDataType();
    return floats(
        model
            .getBlock()
            .forward(
                new ParameterStore(model.getNDManager(), false),
                new NDList(face.toType(type, false)),
                false)
            .singletonOrThrow());
  }

  @Test
  void hasTheParametersOfTheBlocksInTheirOrder() {
    SequentialBlock network = (SequentialBlock) Architecture.COMPACT_RESNET.newBlock(7, 0.1);

    Block given = new ScriptedNetwork(network, Arithmetic.FLOAT32, scripted.getNDManager());

    assertThat(given.getParameters().values())
        .containsExactlyElementsOf(network.getParameters().values());
  }

  @Test
  void refusesDropoutWithinABranch() {
    Block dropout = Dropout.builder().build();
    SequentialBlock network =
        new SequentialBlock()
            .add(new Branches(Branches.Join.ADD_RELU, dropout, Layer.IDENTITY.newBlock()));

    assertThatThrownBy(
            () -> new ScriptedNetwork(network, Arithmetic.FLOAT32, scripted.getNDManager()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Dropout");
  }
}
