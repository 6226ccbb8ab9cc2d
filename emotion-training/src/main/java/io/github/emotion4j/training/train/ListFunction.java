// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript function that changes lists of tensors in place, without gradients: one call to the
 * engine for all of them, where DJL's arrays need some for each.
 */
final class ListFunction implements AutoCloseable {

  private final PtSymbolBlock module;

  /**
   * Makes a function.
   *
   * @param manager owns it
   * @param numbers names of the numbers that it is given
   * @param lists names of the lists of tensors that it is given after them
   * @param lines what it does
   */
  ListFunction(NDManager manager, List<String> numbers, List<String> lists, String... lines) {
    List<String> inputs = new ArrayList<>();
    numbers.forEach(name -> inputs.add(name + ": float"));
    lists.forEach(name -> inputs.add(name + ": List[Tensor]"));
    List<String> body = new ArrayList<>(Arrays.asList(lines));
    body.add("return None");
    this.module = new TorchScriptModule(List.of(), inputs, body, "NoneType").load(manager);
  }

  /** Makes a list, which refers to the arrays' memory as long as it is not closed. */
  static IValue list(List<NDArray> arrays) {
    return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
  }

  void run(double[] numbers, List<IValue> lists) {
    List<IValue> own = Arrays.stream(numbers).mapToObj(IValue::from).toList();
    List<IValue> all = new ArrayList<>(own);
    all.addAll(lists);
    try (IValue nothing = IValueUtils.forward(module, all.toArray(IValue[]::new))) {
      assert nothing != null;
    } finally {
      own.forEach(IValue::close);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
