// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import io.github.emotion4j.djl.classify.BackboneNetwork;
import io.github.emotion4j.djl.internal.torchscript.InferenceNetwork;
import java.util.List;

/**
 * A network in two, which share its parameters.
 *
 * @param trunk what gives the features of faces, for evaluation
 * @param head the last dense layer, and the dropout before it
 */
record NetworkInTwo(Block trunk, SequentialBlock head) {

  private static final int LAYERS_OF_HEAD = 2;

  static NetworkInTwo of(Block network) {
    if (network instanceof BackboneNetwork onBackbone) {
      List<Block> children = onBackbone.getChildren().values();
      return new NetworkInTwo(
          new LambdaBlock(crops -> new NDList(onBackbone.features(crops.singletonOrThrow()))),
          new SequentialBlock().addAll(head(children)));
    }
    SequentialBlock own =
        network instanceof ScriptedNetwork scripted ? scripted.layers() : (SequentialBlock) network;
    List<Block> layers = own.getChildren().values();
    return new NetworkInTwo(
        new SequentialBlock().addAll(layers.subList(0, layers.size() - LAYERS_OF_HEAD)),
        new SequentialBlock().addAll(head(layers)));
  }

  private static List<Block> head(List<Block> layers) {
    return layers.subList(layers.size() - LAYERS_OF_HEAD, layers.size());
  }

  /** The trunk, in the form that is fastest on the manager's device. */
  Block trunk(NDManager manager) {
    return trunk instanceof SequentialBlock && !manager.getDevice().isGpu()
        ? InferenceNetwork.of(trunk, manager)
        : trunk;
  }
}
