// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;

/**
 * Computes gradients with PyTorch, by each thread for itself: of DJL's own collectors a process has
 * one at a time, so that a training which ran beside would fail.
 */
public final class InputGradient {

  private InputGradient() {}

  /**
   * Computes the derivative of a sum.
   *
   * @param input what the function is given, of PyTorch; collects a gradient afterwards
   * @param function a computation of PyTorch's, in which nothing else has a gradient
   * @return the derivative, for each number of the input, of the sum of what the function gives; of
   *     the input's shape and manager
   */
  public static NDArray of(NDArray input, UnaryOperator<NDArray> function) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true); // of this thread
    try {
      input.setRequiresGradient(true);
      NDArray sum = function.apply(input).sum();
      NDArray one = sum.getManager().ones(sum.getShape(), sum.getDataType());
      JniUtils.backward((PtNDArray) sum, (PtNDArray) one, false, false);
      return input.getGradient();
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
