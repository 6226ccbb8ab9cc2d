// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.nn.Block;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.CompactResNet.Stage;
import java.util.List;

/**
 * The networks that can be trained from scratch.
 *
 * <p>Each maps a batch of grey crops, shape (N, 1, 48, 48), to logits, shape (N, 7), in the order
 * of {@link Emotion}. Multiply-adds are counted for one crop and the convolutions and dense layers.
 */
public enum Architecture {
  /**
   * The plain convolutional network that articles on FER2013 train from scratch: three times
   * convolution 3x3, ReLU, max-pooling and dropout (32, 64, 128 channels), then a hidden dense
   * layer of 256. 23 M multiply-adds, 1.3 M parameters, no normalisation. Takes 48x48 only.
   */
  PLAIN_CNN(48, false),

  /**
   * A small residual network (He et al., 2015, arXiv 1512.03385) with squeeze-and-excitation (Hu et
   * al., 2017, arXiv 1709.01507): a stem of 5x5 that halves the resolution, then residual blocks of
   * 48, 96 and 192 channels, the last two halving it again, and global average pooling. 62 M
   * multiply-adds, 0.7 M parameters. Takes any size from 16x16, so it may be trained on crops.
   */
  COMPACT_RESNET(48, true),

  /**
   * The same kind of network as {@link #COMPACT_RESNET}, deeper and wider where the resolution is
   * low: residual blocks of 48, twice 96, and 256 channels. 97 M multiply-adds, 1.2 M parameters.
   * Takes any size from 16x16, so it may be trained on crops.
   */
  MEDIUM_RESNET(48, true);

  private static final List<Stage> COMPACT_STAGES =
      List.of(new Stage(48, 1), new Stage(96, 1), new Stage(192, 1));
  private static final List<Stage> MEDIUM_STAGES =
      List.of(new Stage(48, 1), new Stage(96, 2), new Stage(256, 1));

  private final int inputSize;
  private final boolean anySize;

  Architecture(int inputSize, boolean anySize) {
    this.inputSize = inputSize;
    this.anySize = anySize;
  }

  /**
   * Returns the side of the square crop that the network is meant for.
   *
   * @return pixels
   */
  public int inputSize() {
    return inputSize;
  }

  /**
   * Tells whether the network takes crops of other sizes too.
   *
   * @return whether global pooling makes the size free
   */
  public boolean anySize() {
    return anySize;
  }

  /**
   * Makes a new, uninitialized network with an output for each emotion.
   *
   * @param dropout share of the activations before a dense layer that are dropped in training, 0 to
   *     below 1
   * @return a DJL block
   * @throws IllegalArgumentException if the dropout is out of its range
   */
  public Block newBlock(double dropout) {
    return newBlock(Emotion.values().length, dropout);
  }

  /**
   * Makes a new, uninitialized network with any number of outputs.
   *
   * @param outputs number of logits, at least 1
   * @param dropout share of the activations before a dense layer that are dropped in training, 0 to
   *     below 1
   * @return a DJL block, whose last two parameters are the weights (outputs, features) and the bias
   *     (outputs) of the last dense layer
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public Block newBlock(int outputs, double dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("The dropout must be in 0 to below 1, not " + dropout);
    }
    if (outputs < 1) {
      throw new IllegalArgumentException("There must be at least 1 output, not " + outputs);
    }
    float rate = (float) dropout;
    return switch (this) {
      case PLAIN_CNN -> PlainCnn.newBlock(outputs, rate);
      case COMPACT_RESNET -> CompactResNet.newBlock(COMPACT_STAGES, outputs, rate);
      case MEDIUM_RESNET -> CompactResNet.newBlock(MEDIUM_STAGES, outputs, rate);
    };
  }
}
