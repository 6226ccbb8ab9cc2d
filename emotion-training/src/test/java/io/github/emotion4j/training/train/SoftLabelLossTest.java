// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SoftLabelLossTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  private NDList rows(float[]... rows) {
    return new NDList(manager.create(rows));
  }

  private static float value(NDArray loss) {
    return loss.getFloat();
  }

  @Test
  void isDjlsCrossEntropyForOneHead() {
    NDList logits = rows(new float[] {2, -1, 0.5f}, new float[] {0, 0, 3});
    NDList targets = rows(new float[] {0.9f, 0.05f, 0.05f}, new float[] {0.2f, 0.3f, 0.5f});

    float djl =
        new SoftmaxCrossEntropyLoss("l", 1, -1, false, true).evaluate(targets, logits).getFloat();

    assertThat(value(new SoftLabelLoss(3).evaluate(targets, logits))).isCloseTo(djl, within(1e-6f));
  }

  @Test
  void isTheMeanOfItsHeads() {
    NDList first = rows(new float[] {2, -1});
    NDList second = rows(new float[] {0, 3});
    NDList target = rows(new float[] {1, 0});
    SoftLabelLoss loss = new SoftLabelLoss(2);

    float both =
        value(loss.evaluate(rows(new float[] {1, 0, 1, 0}), rows(new float[] {2, -1, 0, 3})));

    assertThat(both)
        .isCloseTo(
            (value(loss.evaluate(target, first)) + value(loss.evaluate(target, second))) / 2,
            within(1e-6f));
  }

  @Test
  void aTargetOfZerosLeavesAHeadOut() {
    float loss =
        value(
            new SoftLabelLoss(2)
                .evaluate(rows(new float[] {0, 0, 1, 0}), rows(new float[] {50, -50, 0, 0})));

    assertThat(loss).isCloseTo((float) Math.log(2) / 2, within(1e-6f));
  }
}
