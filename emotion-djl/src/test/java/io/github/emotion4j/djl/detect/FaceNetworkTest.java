// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaceNetworkTest {

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

  private FaceNetwork network(boolean normalized) {
    FaceNetwork network = new FaceNetwork(normalized);
    network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 64, 64));
    return network;
  }

  private NDArray forward(Block network, NDArray input) {
    return network
        .forward(new ParameterStore(manager, false), new NDList(input), false)
        .singletonOrThrow();
  }

  @Test
  void everyCellOfEveryStrideHasItsOutputs() {
    FaceNetwork network = network(false);

    NDArray output = forward(network, manager.zeros(new Shape(2, 1, 96, 160)));

    int cells = 12 * 20 + 6 * 10 + 3 * 5;
    assertThat(FaceNetwork.cells(160, 96)).isEqualTo(cells);
    assertThat(output.getShape()).isEqualTo(new Shape(2, FaceNetwork.OUTPUTS, cells));
    assertThat(network.getOutputShapes(new Shape[] {new Shape(2, 1, 96, 160)})[0])
        .isEqualTo(output.getShape());
  }

  @Test
  void foldedItGivesTheSame() {
    FaceNetwork network = network(true);
    for (Parameter parameter : network.getParameters().values()) {
      if (parameter.getArray().getShape().dimension() == 1) {
        NDArray some = manager.randomUniform(0.5f, 1.5f, parameter.getArray().getShape());
        ModelFile.copyValues(some, parameter.getArray());
      }
    }
    NDArray input = manager.randomNormal(new Shape(1, 1, 64, 64));

    float[] folded = forward(network.folded(manager), input).toFloatArray();

    float[] normalized = forward(network, input).toFloatArray();
    for (int i = 0; i < folded.length; i++) {
      assertThat(folded[i]).isCloseTo(normalized[i], within(1e-3f * (1 + Math.abs(folded[i]))));
    }
  }

  @Test
  void withoutBatchNormsThereIsNothingToFold() {
    FaceNetwork network = network(false);

    assertThatThrownBy(() -> network.folded(manager)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void asAModuleItGivesTheSame() {
    FaceNetwork network = network(false);
    NDArray input = manager.randomNormal(new Shape(1, 1, 96, 160));

    NDArray given = forward(network.inferenceModule(manager), input);

    NDArray expected = forward(network, input);
    assertThat(given.getShape()).isEqualTo(expected.getShape());
    assertThat(given.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-4f));
  }

  @Test
  void withBatchNormsItIsNoModule() {
    FaceNetwork network = network(true);

    assertThatThrownBy(() -> network.inferenceModule(manager))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void inTheBeginningFewCellsHoldAFace() {
    FaceNetwork network = network(true);
    network.expectFewFaces();

    float[] outputs = forward(network, manager.zeros(new Shape(1, 1, 64, 64))).toFloatArray();

    assertThat(1 / (1 + Math.exp(-outputs[0]))).isCloseTo(0.01, within(1e-6));
  }
}
