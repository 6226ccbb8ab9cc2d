package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.github.emotion4j.djl.torchscript.Branches;
import io.github.emotion4j.djl.torchscript.Layer;
import io.github.emotion4j.djl.torchscript.ScriptWriter;
import java.util.Arrays;
import java.util.List;

/**
 * Rewrites a trained network as a TorchScript module that gives the same results in less time.
 *
 * <p>A module is one call into PyTorch, where a network of DJL's blocks is dozens, each with an
 * array and its bookkeeping. Once training is over, batch normalisation is a factor and a summand
 * for each channel, so it goes into the weights and the bias of the convolution before it; dropout
 * does nothing and is left out. The figures are in {@code docs/speed.md}.
 */
public final class InferenceNetwork {

  /** DJL's default, which all our networks use; the block does not tell it. */
  private static final double EPSILON = 1e-5;

  private InferenceNetwork() {}

  /**
   * Makes a module.
   *
   * @param network an initialized network, such as those of {@link Architecture}; batch
   *     normalisation is over channels and with DJL's default epsilon; not changed
   * @param manager owns the module; of a CPU
   * @return a block for inference only, whose weights DJL does not see
   * @throws IllegalArgumentException if it has a layer that can't be rewritten
   */
  public static Block of(Block network, NDManager manager) {
    ScriptWriter script = new ScriptWriter();
    return script.giving(append(network, ScriptWriter.INPUT, false, script)).load(manager);
  }

  /**
   * Adds a block to the script.
   *
   * @param ownInput whether nothing else needs the input, so that it may be overwritten
   * @return the name of its result
   */
  private static String append(Block block, String input, boolean ownInput, ScriptWriter script) {
    if (block instanceof SequentialBlock sequence) {
      return append(sequence.getChildren().values(), input, ownInput, script);
    }
    if (block instanceof Branches branches) {
      List<Block> both = branches.getChildren().values();
      String first = append(both.get(0), input, false, script);
      String second = append(both.get(1), input, false, script);
      Branches.Join join = branches.join();
      boolean ownFirst = ownInput || !first.equals(input);
      return script.value(ownFirst ? join.expressionInPlace() : join.expression(), first, second);
    }
    if (block instanceof Linear) {
      String weight = tensor(block, Parameter.Type.WEIGHT, script);
      String bias = tensor(block, Parameter.Type.BIAS, script);
      return script.value("torch.linear(%s, %s, %s)", input, weight, bias);
    }
    if (block instanceof LambdaBlock function) {
      Layer layer = Layer.of(function);
      return layer == Layer.IDENTITY
          ? input
          : script.value(ownInput ? layer.expressionInPlace() : layer.expression(), input);
    }
    if (block instanceof Dropout) {
      return input;
    }
    throw new IllegalArgumentException("A " + block.getClass().getName() + " can't be rewritten");
  }

  private static String append(
      List<Block> sequence, String input, boolean ownInput, ScriptWriter script) {
    String result = input;
    for (int i = 0; i < sequence.size(); i++) {
      if (sequence.get(i) instanceof Conv2d convolution) {
        boolean normalized = i + 1 < sequence.size() && sequence.get(i + 1) instanceof BatchNorm;
        Affine affine = normalized ? normalization(sequence.get(++i)) : Affine.IDENTITY;
        result = append(convolution, affine, result, script);
      } else {
        boolean own = ownInput || !result.equals(input);
        result = append(sequence.get(i), result, own, script);
      }
    }
    return result;
  }

  /** Adds a convolution and what follows it as one. */
  private static String append(
      Conv2d convolution, Affine affine, String input, ScriptWriter script) {
    float[] weights = values(convolution, Parameter.Type.WEIGHT);
    float[] biases =
        convolution.isIncludeBias()
            ? values(convolution, Parameter.Type.BIAS)
            : new float[convolution.getFilters()];
    int perFilter = weights.length / biases.length;
    for (int filter = 0; filter < biases.length; filter++) {
      for (int i = filter * perFilter; i < (filter + 1) * perFilter; i++) {
        weights[i] = (float) (weights[i] * affine.factor(filter));
      }
      biases[filter] = (float) (biases[filter] * affine.factor(filter) + affine.summand(filter));
    }
    return script.convolution(convolution, weights, biases, input);
  }

  private static Affine normalization(Block norm) {
    float[] gamma = values(norm, Parameter.Type.GAMMA);
    float[] beta = values(norm, Parameter.Type.BETA);
    float[] mean = values(norm, Parameter.Type.RUNNING_MEAN);
    float[] variance = values(norm, Parameter.Type.RUNNING_VAR);
    double[] factors = new double[gamma.length];
    double[] summands = new double[gamma.length];
    Arrays.setAll(factors, i -> gamma[i] / Math.sqrt(variance[i] + EPSILON));
    Arrays.setAll(summands, i -> beta[i] - mean[i] * factors[i]);
    return new Affine(factors, summands);
  }

  private static String tensor(Block block, Parameter.Type type, ScriptWriter script) {
    return script.tensor(values(block, type), array(block, type).getShape());
  }

  private static float[] values(Block block, Parameter.Type type) {
    return array(block, type).toFloatArray();
  }

  private static NDArray array(Block block, Parameter.Type type) {
    return block.getDirectParameters().values().stream()
        .filter(parameter -> parameter.getType() == type)
        .findFirst()
        .orElseThrow()
        .getArray();
  }

  /** What is done to each channel: multiply by a factor, add a summand. Empty: nothing. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Affine(double[] factors, double[] summands) {

    static final Affine IDENTITY = new Affine(new double[0], new double[0]);

    double factor(int channel) {
      return factors.length == 0 ? 1 : factors[channel];
    }

    double summand(int channel) {
      return summands.length == 0 ? 0 : summands[channel];
    }
  }
}
