// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites a trained network as a TorchScript module that gives the same results in less time.
 *
 * <p>Once training is over, batch normalisation is a factor and a summand for each channel, so it
 * goes into the weights and the bias of the convolution before it; dropout does nothing and is left
 * out. The figures are in {@code docs/speed.md}.
 */
public final class InferenceNetwork extends BlockScript {

  /** DJL's default, which all our networks use; the block does not tell it. */
  private static final double EPSILON = 1e-5;

  private InferenceNetwork(ScriptWriter script) {
    super(script);
  }

  /**
   * Makes a module.
   *
   * @param network an initialized network, such as those of {@link
   *     io.github.emotion4j.djl.classify.Architecture}; batch normalisation is over channels and
   *     with DJL's default epsilon; not changed
   * @param manager owns the module; of a CPU
   * @return a block for inference only, whose weights DJL does not see
   * @throws IllegalArgumentException if it has a layer that can't be rewritten, or the manager is
   *     of a GPU, where PyTorch would compile the module anew for batches of other sizes
   */
  public static Block of(Block network, NDManager manager) {
    if (manager.getDevice().isGpu()) {
      throw new IllegalArgumentException("On a GPU, a network is used as it is");
    }
    ScriptWriter script = new ScriptWriter();
    return script.giving(new InferenceNetwork(script).append(List.of(network))).load(manager);
  }

  /**
   * Writes a network as a TorchScript file that stands alone: pixels go in, of shape (N, channels,
   * size, size), and probabilities come out, of shape (N, labels).
   *
   * @param network as for {@link #of}
   * @param factor what pixels are multiplied by
   * @param summand what is added to that
   * @param temperature what logits are divided by before the softmax
   * @return the content of a file that {@code torch.jit.load} takes
   * @throws IllegalArgumentException if it has a layer that can't be rewritten
   */
  public static byte[] archive(Block network, double factor, double summand, double temperature) {
    ScriptWriter script = new ScriptWriter();
    String crops =
        script.value("torch.add(torch.mul(%s, %s), %s)", ScriptWriter.INPUT, factor, summand);
    String logits = new InferenceNetwork(script).append(List.of(network), crops);
    return script
        .giving(script.value("torch.softmax(torch.mul(%s, %s), 1)", logits, 1 / temperature))
        .archive();
  }

  /** Adds a convolution and what follows it as one. */
  @Override
  protected String convolution(Conv2d convolution, Optional<BatchNorm> norm, String input) {
    Affine affine = norm.map(InferenceNetwork::normalization).orElse(Affine.IDENTITY);
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
    return script().convolution(convolution, weights, biases, input);
  }

  @Override
  protected String dense(Linear dense, String input) {
    String weight = tensor(dense, Parameter.Type.WEIGHT);
    String bias = tensor(dense, Parameter.Type.BIAS);
    return script().value("torch.linear(%s, %s, %s)", input, weight, bias);
  }

  @Override
  protected String dropout(Dropout dropout, String input) {
    return input;
  }

  @Override
  protected String layer(Layer layer, String input, boolean ownInput) {
    return script().value(ownInput ? layer.expressionInPlace() : layer.expression(), input);
  }

  @Override
  protected String join(Branches.Join join, String first, String second, boolean ownFirst) {
    return script().value(ownFirst ? join.expressionInPlace() : join.expression(), first, second);
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

  private String tensor(Block block, Parameter.Type type) {
    return script().tensor(values(block, type), array(block, type).getShape());
  }

  private static float[] values(Block block, Parameter.Type type) {
    return array(block, type).toFloatArray();
  }

  private static NDArray array(Block block, Parameter.Type type) {
    return parameterOf(block, type).getArray();
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
