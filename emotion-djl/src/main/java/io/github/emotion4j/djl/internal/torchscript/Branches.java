// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Two blocks that are given the same, and whose results are joined in a way that TorchScript knows.
 */
public final class Branches extends ParallelBlock {

  /** How two results are joined. */
  public enum Join {
    /** The positive part of the sum. */
    ADD_RELU(
        "torch.relu_(torch.add(%s, %s))",
        "torch.relu_(torch.add_(%s, %s))", (first, second) -> Activation.relu(first.add(second))),

    /** Each channel of the first, (N, C, H, W), times its factor in the second, (N, C). */
    SCALE(
        "torch.mul(%s, torch.unsqueeze(torch.unsqueeze(%s, 2), 3))",
        "torch.mul_(%s, torch.unsqueeze(torch.unsqueeze(%s, 2), 3))", Join::scale);

    private final String expression;
    private final String expressionInPlace;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final BinaryOperator<NDArray> function;

    Join(String expression, String expressionInPlace, BinaryOperator<NDArray> function) {
      this.expression = expression;
      this.expressionInPlace = expressionInPlace;
      this.function = function;
    }

    private static NDArray scale(NDArray features, NDArray factors) {
      Shape shape = factors.getShape();
      return features.mul(factors.reshape(shape.get(0), shape.get(1), 1, 1));
    }

    private NDList apply(List<NDList> results) {
      return new NDList(
          function.apply(results.get(0).singletonOrThrow(), results.get(1).singletonOrThrow()));
    }

    /**
     * Returns the join in TorchScript.
     *
     * @return an expression with a {@code %s} for each result
     */
    public String expression() {
      return expression;
    }

    /**
     * Returns the join in TorchScript for a first result that nothing else needs.
     *
     * @return an expression with a {@code %s} for each result, which overwrites the first
     */
    public String expressionInPlace() {
      return expressionInPlace;
    }
  }

  private final Join join;

  /**
   * Makes a block.
   *
   * @param join how the results are joined
   * @param first gives the first result
   * @param second gives the second
   */
  public Branches(Join join, Block first, Block second) {
    super(join::apply, List.of(first, second));
    this.join = join;
  }

  /**
   * Returns how the results are joined.
   *
   * @return the join
   */
  public Join join() {
    return join;
  }
}
