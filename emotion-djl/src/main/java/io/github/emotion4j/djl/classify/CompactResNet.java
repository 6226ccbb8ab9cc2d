package io.github.emotion4j.djl.classify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * The network of {@link Architecture#COMPACT_RESNET}.
 *
 * <p>The stem halves the resolution at once: on a CPU, training with a stem at full resolution
 * takes three times as long for the same number of multiply-adds.
 */
final class CompactResNet {

  private static final int[] CHANNELS = {48, 96, 192};
  private static final int SQUEEZE_RATIO = 8;

  private CompactResNet() {}

  static Block newBlock(int classes, float dropout) {
    SequentialBlock network = new SequentialBlock();
    network.add(normalizedConvolution(CHANNELS[0], 5, 2)).add(Activation::relu);
    network.add(residualBlock(CHANNELS[0], 1, Blocks.identityBlock()));
    for (int i = 1; i < CHANNELS.length; i++) {
      network.add(residualBlock(CHANNELS[i], 2, normalizedConvolution(CHANNELS[i], 1, 2)));
    }
    return network
        .add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Dropout.builder().optRate(dropout).build())
        .add(Linear.builder().setUnits(classes).build());
  }

  private static Block residualBlock(int channels, int stride, Block shortcut) {
    Block residual =
        new SequentialBlock()
            .add(normalizedConvolution(channels, 3, stride))
            .add(Activation::relu)
            .add(normalizedConvolution(channels, 3, 1))
            .add(squeezeAndExcitation(channels));
    return new ParallelBlock(CompactResNet::addAndRelu, List.of(residual, shortcut));
  }

  private static Block normalizedConvolution(int channels, int kernel, int stride) {
    return new SequentialBlock()
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(false)
                .setFilters(channels)
                .build())
        .add(BatchNorm.builder().build());
  }

  private static Block squeezeAndExcitation(int channels) {
    Block gate =
        new SequentialBlock()
            .add(Pool.globalAvgPool2dBlock())
            .add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(channels / SQUEEZE_RATIO).build())
            .add(Activation::relu)
            .add(Linear.builder().setUnits(channels).build())
            .add(Activation::sigmoid);
    return new ParallelBlock(CompactResNet::scale, List.of(Blocks.identityBlock(), gate));
  }

  private static NDList addAndRelu(List<NDList> branches) {
    NDArray sum = branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow());
    return new NDList(Activation.relu(sum));
  }

  private static NDList scale(List<NDList> branches) {
    NDArray features = branches.get(0).singletonOrThrow();
    NDArray gates = branches.get(1).singletonOrThrow();
    Shape shape = gates.getShape();
    return new NDList(features.mul(gates.reshape(shape.get(0), shape.get(1), 1, 1)));
  }
}
