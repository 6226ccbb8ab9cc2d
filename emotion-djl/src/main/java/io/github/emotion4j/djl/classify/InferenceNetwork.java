package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.github.emotion4j.djl.engine.ConvolutionWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rewrites a trained network so that it gives the same results in less time.
 *
 * <p>Once training is over, batch normalisation is a factor and a summand for each channel, so it
 * goes into the weights and the bias of the convolution before it; dropout does nothing and is
 * taken out. On a CPU the weights of convolutions are laid out channels last, which makes PyTorch
 * keep all tensors between them in the layout that its convolutions compute in; otherwise each
 * convolution converts to that layout and back. The figures are in {@code docs/speed.md}.
 */
final class InferenceNetwork {

  /** DJL's default, which all our networks use; the block does not tell it. */
  private static final double EPSILON = 1e-5;

  private InferenceNetwork() {}

  /**
   * Rewrites a network in place. It can't be trained afterwards, nor can weights be loaded.
   *
   * @param block an initialized network, at most once; batch normalisation is over channels and
   *     with DJL's default epsilon
   * @param manager owns the new weights
   */
  static void optimize(Block block, NDManager manager) {
    if (block instanceof SequentialBlock sequence) {
      optimizeSequence(sequence, manager);
    }
    for (Block child : block.getChildren().values()) {
      optimize(child, manager);
    }
  }

  private static void optimizeSequence(SequentialBlock sequence, NDManager manager) {
    List<Block> before = sequence.getChildren().values();
    List<Block> after = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Block block = before.get(i);
      if (block instanceof Conv2d convolution) {
        boolean normalized = i + 1 < before.size() && before.get(i + 1) instanceof BatchNorm;
        Affine affine = normalized ? normalization((BatchNorm) before.get(++i)) : Affine.IDENTITY;
        after.add(folded(convolution, affine, manager));
      } else if (!(block instanceof Dropout)) {
        after.add(block);
      }
    }
    before.forEach(block -> sequence.removeLastBlock());
    sequence.addAll(after);
  }

  /** Returns the convolution and what follows it as one, and frees the old weights. */
  private static Conv2d folded(Conv2d convolution, Affine affine, NDManager manager) {
    Parameter weight = parameter(convolution, Parameter.Type.WEIGHT);
    Shape shape = weight.getArray().getShape();
    float[] weights = values(weight);
    float[] biases = new float[convolution.getFilters()];
    if (convolution.isIncludeBias()) {
      Parameter bias = parameter(convolution, Parameter.Type.BIAS);
      System.arraycopy(values(bias), 0, biases, 0, biases.length);
      bias.close();
    }
    weight.close();
    int perFilter = weights.length / biases.length;
    for (int filter = 0; filter < biases.length; filter++) {
      for (int i = filter * perFilter; i < (filter + 1) * perFilter; i++) {
        weights[i] = (float) (weights[i] * affine.factor(filter));
      }
      biases[filter] = (float) (biases[filter] * affine.factor(filter) + affine.summand(filter));
    }
    Conv2d result =
        Conv2d.builder()
            .setKernelShape(convolution.getKernelShape())
            .optStride(convolution.getStride())
            .optPadding(convolution.getPadding())
            .optDilation(convolution.getDilation())
            .optGroups(convolution.getGroups())
            .setFilters(convolution.getFilters())
            .build();
    parameter(result, Parameter.Type.WEIGHT)
        .setArray(ConvolutionWeights.create(weights, shape, manager));
    parameter(result, Parameter.Type.BIAS).setArray(manager.create(biases));
    result.freezeParameters(true);
    return result;
  }

  private static Affine normalization(BatchNorm norm) {
    float[] gamma = values(parameter(norm, Parameter.Type.GAMMA));
    float[] beta = values(parameter(norm, Parameter.Type.BETA));
    float[] mean = values(parameter(norm, Parameter.Type.RUNNING_MEAN));
    float[] variance = values(parameter(norm, Parameter.Type.RUNNING_VAR));
    double[] factors = new double[gamma.length];
    double[] summands = new double[gamma.length];
    Arrays.setAll(factors, i -> gamma[i] / Math.sqrt(variance[i] + EPSILON));
    Arrays.setAll(summands, i -> beta[i] - mean[i] * factors[i]);
    norm.getParameters().values().forEach(Parameter::close);
    return new Affine(factors, summands);
  }

  private static Parameter parameter(Block block, Parameter.Type type) {
    return block.getDirectParameters().values().stream()
        .filter(parameter -> parameter.getType() == type)
        .findFirst()
        .orElseThrow();
  }

  private static float[] values(Parameter parameter) {
    return parameter.getArray().toFloatArray();
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
