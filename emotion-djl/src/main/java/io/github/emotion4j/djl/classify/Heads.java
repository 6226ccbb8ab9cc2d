// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.github.emotion4j.Emotion;
import java.util.List;
import java.util.Map;

/**
 * Makes one head of several: heads are rows of one dense layer, and a weighted sum of dense layers
 * on the same features is a dense layer.
 */
final class Heads {

  private static final int CLASSES = ModelCard.LABELS.size();

  private Heads() {}

  /** Checks the number of a network's logits, which DJL takes as the file has it. */
  static void requireOutputs(Block block, int outputs) {
    List<Parameter> parameters = block.getParameters().values();
    long found = parameters.get(parameters.size() - 1).getArray().getShape().get(0);
    if (found != outputs) {
      throw new IllegalArgumentException(
          "the network in the file has " + found + " outputs instead of " + outputs);
    }
  }

  /** Makes a model whose seven outputs are those of the card, of one that has all heads. */
  static Model combine(ModelCard card, Model heads, Device device) {
    Model model = Model.newInstance(card.name(), device, "PyTorch");
    try {
      Block block =
          card.architecture().newBlockLike(heads.getBlock(), model.getNDManager(), CLASSES);
      model.setBlock(block);
      List<Parameter> from = heads.getBlock().getParameters().values();
      List<Parameter> to = block.getParameters().values();
      int last = from.size() - 1;
      for (int i = 0; i < last - 1; i++) {
        ModelFile.copyValues(from.get(i).getArray(), to.get(i).getArray());
      }
      try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
        NDArray weights = sum(card.outputs(), manager, from.get(last - 1).getArray());
        NDArray biases = sum(card.outputs(), manager, from.get(last).getArray());
        float[] neutral = new float[CLASSES];
        neutral[Emotion.NEUTRAL.index()] = (float) card.outputs().neutralBias();
        ModelFile.copyValues(weights, to.get(last - 1).getArray());
        ModelFile.copyValues(biases.addi(manager.create(neutral)), to.get(last).getArray());
      }
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static NDArray sum(ModelCard.Outputs outputs, NDManager manager, NDArray rows) {
    NDArray values = rows.stopGradient();
    values.attach(manager);
    NDArray sum = values.get("0:" + CLASSES).zerosLike();
    for (Map.Entry<String, Double> weight : outputs.weights().entrySet()) {
      int first = outputs.heads().indexOf(weight.getKey()) * CLASSES;
      sum.addi(values.get(first + ":" + (first + CLASSES)).mul(weight.getValue()));
    }
    return sum;
  }
}
