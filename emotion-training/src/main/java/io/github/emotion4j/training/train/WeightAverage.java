// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * The exponential moving average of a network's parameters, running statistics included (Polyak and
 * Juditsky, 1992; as in Tarvainen and Valpola, 2017, arXiv 1703.01780). It begins quickly: the
 * decay is at most (1 + t) / (10 + t) after t steps. Used by one thread.
 */
final class WeightAverage implements AutoCloseable {

  private final double decay;
  private final ListFunction approach;
  private final List<IValue> lists;

  /**
   * Makes an average.
   *
   * @param decay 0 (no average) to below 1
   * @param average is changed
   * @param current a network of the same kind, on the same device
   */
  WeightAverage(double decay, Block average, Block current) {
    this.decay = decay;
    NDManager manager = average.getParameters().valueAt(0).getArray().getManager();
    this.approach =
        new ListFunction(
            manager,
            List.of("share"),
            List.of("averages", "currents"),
            "torch._foreach_lerp_(averages, currents, share)");
    this.lists = List.of(list(average), list(current));
  }

  private static IValue list(Block block) {
    return ListFunction.list(
        block.getParameters().values().stream().map(Parameter::getArray).toList());
  }

  void update(int step) {
    double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
    approach.run(new double[] {1 - kept}, lists);
  }

  @Override
  public void close() {
    lists.forEach(IValue::close);
    approach.close();
  }
}
