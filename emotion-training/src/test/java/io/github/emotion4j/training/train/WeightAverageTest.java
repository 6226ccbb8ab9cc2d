// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import io.github.emotion4j.djl.classify.ModelFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightAverageTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  /** Gamma, beta, running mean and running variance, all of one value. */
  private Block norms(float value) {
    Block block = BatchNorm.builder().build();
    block.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 4, 4));
    for (Parameter parameter : block.getParameters().values()) {
      NDArray array = parameter.getArray();
      ModelFile.copyValues(manager.full(array.getShape(), value), array);
    }
    return block;
  }

  @ParameterizedTest
  @CsvSource({
    "0.999, 1, 0.18181818", // 2 / 11
    "0.999, 90, 0.91", // 91 / 100
    "0.999, 1000000, 0.999",
    "0.5, 90, 0.5",
    "0, 90, 0",
  })
  void keepsItsShareOfEveryParameter(double decay, int step, double kept) {
    Block average = norms(1);
    Block current = norms(3);

    try (WeightAverage averaging = new WeightAverage(decay, average, current)) {
      averaging.update(step);
    }

    assertThat(average.getParameters().values()).hasSize(4);
    for (Parameter parameter : average.getParameters().values()) {
      float expected = (float) (kept * 1 + (1 - kept) * 3);
      assertThat(parameter.getArray().toFloatArray())
          .containsExactly(new float[] {expected, expected, expected}, within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.999, 1", "0, 5"})
  void doesNotChangeTheNetwork(double decay, int step) {
    Block current = norms(3);

    try (WeightAverage averaging = new WeightAverage(decay, norms(1), current)) {
      averaging.update(step);
    }

    for (Parameter parameter : current.getParameters().values()) {
      assertThat(parameter.getArray().toFloatArray()).containsOnly(3f);
    }
  }
}
