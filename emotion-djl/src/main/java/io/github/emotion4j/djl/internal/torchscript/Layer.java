// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import java.util.function.UnaryOperator;

/** Layers without parameters, each as a block of DJL's and as an expression in TorchScript. */
public enum Layer {
  /** Gives what it is given. */
  IDENTITY("%s", "%s", UnaryOperator.identity()),

  /** The positive part. */
  RELU("torch.relu(%s)", "torch.relu_(%s)", Activation::relu),

  /** The logistic function. */
  SIGMOID("torch.sigmoid(%s)", "torch.sigmoid_(%s)", Activation::sigmoid),

  /** The mean of each channel: (N, C, H, W) becomes (N, C). */
  GLOBAL_AVERAGE_POOL("torch.mean(%s, [2, 3])", Pool::globalAvgPool2d),

  /** The largest of each 2x2 values. */
  MAX_POOL("torch.max_pool2d(%s, [2, 2], [2, 2], [0, 0], [1, 1], False)", Layer::largestOfFour),

  /** All dimensions but the first become one. */
  FLATTEN(
      "torch.clone(torch.flatten(%s, 1, -1))", "torch.flatten(%s, 1, -1)", Blocks::batchFlatten),

  /**
   * Joins two questions: (N, 14) becomes (N, 7). Of the input, 0 to 5 are logits of all emotions
   * but neutral, 6 is a bias, and 7 to 13 are the logits of a head that tells whether a face is
   * neutral, its last: see {@link io.github.emotion4j.djl.classify.ModelOutputs}.
   */
  NEUTRAL_OR_OTHER(
      "torch.cat([torch.slice(%1$s, 1, 0, 6, 1), torch.sub(torch.add(torch.add("
          + "torch.slice(%1$s, 1, 6, 7, 1), torch.slice(%1$s, 1, 13, 14, 1)),"
          + " torch.logsumexp(torch.slice(%1$s, 1, 0, 6, 1), [1], True)),"
          + " torch.logsumexp(torch.slice(%1$s, 1, 7, 13, 1), [1], True))], 1)",
      Layer::neutralOrOther);

  private final String expression;
  private final String expressionInPlace;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final UnaryOperator<NDArray> function;

  Layer(String expression, UnaryOperator<NDArray> function) {
    this(expression, expression, function);
  }

  Layer(String expression, String expressionInPlace, UnaryOperator<NDArray> function) {
    this.expression = expression;
    this.expressionInPlace = expressionInPlace;
    this.function = function;
  }

  private static NDArray largestOfFour(NDArray input) {
    Shape two = new Shape(2, 2);
    return Pool.maxPool2d(input, two, two, new Shape(0, 0), false);
  }

  private static NDArray neutralOrOther(NDArray input) {
    NDArray others = input.get(":, 0:6");
    NDArray neutral =
        input
            .get(":, 6:7")
            .add(input.get(":, 13:14"))
            .add(logSumExp(others))
            .sub(logSumExp(input.get(":, 7:13")));
    return others.concat(neutral, 1);
  }

  private static NDArray logSumExp(NDArray logits) {
    int[] row = {1};
    NDArray largest = logits.max(row, true);
    return logits.sub(largest).exp().sum(row, true).log().add(largest);
  }

  /**
   * Makes a block.
   *
   * @return a block that {@link #of(LambdaBlock)} knows again
   */
  public Block newBlock() {
    return LambdaBlock.singleton(function, name());
  }

  /**
   * Tells which layer a block is.
   *
   * @param block a block that {@link #newBlock()} made
   * @return the layer
   * @throws IllegalArgumentException if it is another function
   */
  public static Layer of(LambdaBlock block) {
    return valueOf(block.getName());
  }

  /**
   * Returns the layer in TorchScript.
   *
   * @return an expression with a {@code %s} or more for the input, whose value is a new one (but
   *     for {@link #IDENTITY})
   */
  public String expression() {
    return expression;
  }

  /**
   * Returns the layer in TorchScript for an input that nothing else needs.
   *
   * @return an expression with a {@code %s} or more for the input, which it overwrites or shares if
   *     it can
   */
  public String expressionInPlace() {
    return expressionInPlace;
  }
}
