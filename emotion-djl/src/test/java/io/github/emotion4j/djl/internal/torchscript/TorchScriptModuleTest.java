// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TorchScriptModuleTest {

  /** What may be overwritten. */
  private static final String COPY = "torch.clone(%s)";

  private NDManager manager;

  @BeforeEach
  void openManager() {
    PyTorch.require();
    manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE);
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private NDArray forward(Block block, NDArray input) {
    return block
        .forward(new ParameterStore(manager, false), new NDList(input), false)
        .singletonOrThrow();
  }

  private static void assertSame(NDArray given, NDArray expected) {
    assertThat(given.getShape()).isEqualTo(expected.getShape());
    assertThat(given.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void holdsTheValuesOfATensorHoweverTheyAreLaidOut(boolean channelsLast) {
    NDArray expected = manager.arange(2f * 3 * 4 * 5).reshape(2, 3, 4, 5);
    ScriptTensor tensor =
        new ScriptTensor(
            "values", false, expected.getShape(), expected.toFloatArray(), channelsLast);
    TorchScriptModule module =
        new TorchScriptModule(
            List.of(tensor), List.of("return torch.add(self.values, x)"), "Tensor");

    assertSame(forward(module.load(manager), manager.zeros(new Shape(1))), expected);
  }

  @ParameterizedTest
  @EnumSource
  void doesWhatALayerDoes(Layer layer) {
    assertDoesTheSame(layer, layer.expression(), "%s");
  }

  @ParameterizedTest
  @EnumSource
  void doesTheSameInPlace(Layer layer) {
    assertDoesTheSame(layer, layer.expressionInPlace(), COPY);
  }

  private void assertDoesTheSame(Layer layer, String expression, String own) {
    Shape shape = layer == Layer.NEUTRAL_OR_OTHER ? new Shape(2, 14) : new Shape(2, 3, 6, 8);
    NDArray input = manager.randomNormal(shape);
    ScriptWriter script = new ScriptWriter();
    String result = script.value(expression, script.value(own, ScriptWriter.INPUT));

    NDArray given = forward(script.giving(result).load(manager), input);

    assertSame(given, forward(layer.newBlock(), input));
  }

  @ParameterizedTest
  @EnumSource
  void joinsBranchesAsTheBlockDoes(Branches.Join join) {
    assertJoinsTheSame(join, join.expression(), "%s");
  }

  @ParameterizedTest
  @EnumSource
  void joinsBranchesTheSameInPlace(Branches.Join join) {
    assertJoinsTheSame(join, join.expressionInPlace(), COPY);
  }

  private void assertJoinsTheSame(Branches.Join join, String expression, String own) {
    NDArray input = manager.randomNormal(new Shape(2, 3, 6, 8));
    Layer second = join == Branches.Join.SCALE ? Layer.GLOBAL_AVERAGE_POOL : Layer.SIGMOID;
    ScriptWriter script = new ScriptWriter();
    String first = script.value(own, ScriptWriter.INPUT);
    String result = script.value(expression, first, script.value(second.expression(), first));

    NDArray given = forward(script.giving(result).load(manager), input);

    Branches block = new Branches(join, Layer.IDENTITY.newBlock(), second.newBlock());
    assertSame(given, forward(block, input));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1, 1", "2, 1, 1, 1", "1, 2, 2, 1", "1, 1, 1, 2"})
  void convolvesWithStridePaddingDilationAndGroups(
      int stride, int padding, int dilation, int groups) {
    Conv2d convolution =
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .optStride(new Shape(stride, stride))
            .optPadding(new Shape(padding, padding))
            .optDilation(new Shape(dilation, dilation))
            .optGroups(groups)
            .setFilters(4)
            .build();
    NDArray input = manager.randomNormal(new Shape(2, 6, 9, 11));
    convolution.initialize(manager, DataType.FLOAT32, input.getShape());
    float[] weights = convolution.getDirectParameters().get("weight").getArray().toFloatArray();
    float[] biases = convolution.getDirectParameters().get("bias").getArray().toFloatArray();
    ScriptWriter script = new ScriptWriter();
    String result = script.convolution(convolution, weights, biases, ScriptWriter.INPUT);

    NDArray given = forward(script.giving(result).load(manager), input);

    assertSame(given, forward(convolution, input));
  }

  @Test
  void isGivenSeveralTensorsInTheirOrder() {
    ScriptWriter script = new ScriptWriter();
    String second = script.input();
    String third = script.input();
    String quotient = script.value("torch.div(%s, %s)", ScriptWriter.INPUT, third);
    Block block = script.giving(script.value("torch.sub(%s, %s)", quotient, second)).load(manager);

    NDList given = new NDList(manager.create(8f), manager.create(3f), manager.create(2f));
    NDArray result =
        block.forward(new ParameterStore(manager, false), given, false).singletonOrThrow();

    assertThat(result.getFloat()).isEqualTo(1);
  }

  @Test
  void isRefusedByPyTorchIfItsMethodIsWrong() {
    TorchScriptModule module =
        new TorchScriptModule(List.of(), List.of("return torch.no_such_function(x)"), "Tensor");

    assertThatThrownBy(() -> module.load(manager))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_function");
  }

  @Test
  void aTensorHasAsManyValuesAsItsShapeSays() {
    assertThatThrownBy(() -> new ScriptTensor("t", false, new Shape(2, 3), new float[5], false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 values");
  }

  @Test
  void onlyATensorOfFourDimensionsHasChannels() {
    assertThatThrownBy(() -> new ScriptTensor("t", false, new Shape(2, 3), new float[6], true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no channels");
  }

  @Test
  void aLayerIsKnownByItsBlockAndNoOtherFunctionIs() {
    assertThat(Layer.of((LambdaBlock) Layer.RELU.newBlock())).isEqualTo(Layer.RELU);
    LambdaBlock other = LambdaBlock.singleton(NDArray::neg);
    assertThatThrownBy(() -> Layer.of(other)).isInstanceOf(IllegalArgumentException.class);
  }
}
