package io.github.emotion4j.djl.torchscript;

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
  IDENTITY("%s", UnaryOperator.identity()),

  /** The positive part. */
  RELU("torch.relu(%s)", Activation::relu),

  /** The logistic function. */
  SIGMOID("torch.sigmoid(%s)", Activation::sigmoid),

  /** The mean of each channel: (N, C, H, W) becomes (N, C). */
  GLOBAL_AVERAGE_POOL("torch.mean(%s, [2, 3])", Pool::globalAvgPool2d),

  /** The largest of each 2x2 values. */
  MAX_POOL("torch.max_pool2d(%s, [2, 2], [2, 2], [0, 0], [1, 1], False)", Layer::largestOfFour),

  /** All dimensions but the first become one. */
  FLATTEN("torch.flatten(%s, 1, -1)", Blocks::batchFlatten);

  private final String expression;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final UnaryOperator<NDArray> function;

  Layer(String expression, UnaryOperator<NDArray> function) {
    this.expression = expression;
    this.function = function;
  }

  private static NDArray largestOfFour(NDArray input) {
    Shape two = new Shape(2, 2);
    return Pool.maxPool2d(input, two, two, new Shape(0, 0), false);
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
   * @return an expression with a {@code %s} for the input
   */
  public String expression() {
    return expression;
  }
}
