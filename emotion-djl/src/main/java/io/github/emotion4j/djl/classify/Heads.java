// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import io.github.emotion4j.djl.internal.torchscript.Layer;
import java.util.List;

/**
 * Makes one head of several: heads are rows of one dense layer, and a weighted sum of dense layers
 * on the same features is a dense layer.
 */
final class Heads {

  private static final int CLASSES = ModelCard.LABELS.size();
  private static final NDIndex NEUTRAL_ROW = new NDIndex(CLASSES - 1 + ":" + CLASSES);
  private static final NDIndex OTHER_ROWS = new NDIndex("0:" + (CLASSES - 1));

  private Heads() {}

  /** Makes a model of one that has all heads. */
  @FunctionalInterface
  interface Combination {
    Model apply(ModelCard card, Model heads, Device device);
  }

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
    if (card.network().outputs().neutralHead().isEmpty()) {
      return combineIntoOneLayer(card, heads, device);
    }
    Model model = withRows(card, heads, device, Heads::rowsForTwoQuestions);
    model.setBlock(
        new SequentialBlock().add(model.getBlock()).add(Layer.NEUTRAL_OR_OTHER.newBlock()));
    return model;
  }

  /** As {@link #combine}, but with the neutral head's own row where the card names one. */
  static Model combineIntoOneLayer(ModelCard card, Model heads, Device device) {
    return withRows(card, heads, device, Heads::rowsOfOneLayer);
  }

  /** Makes the last layer's weights, or biases, of those of all heads. */
  @FunctionalInterface
  private interface Rows {
    NDArray of(ModelOutputs outputs, NDArray all, NDArray biases);
  }

  private static Model withRows(ModelCard card, Model heads, Device device, Rows rows) {
    Model model = Model.newInstance(card.name(), device, "PyTorch");
    try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
      List<Parameter> from = heads.getBlock().getParameters().values();
      int last = from.size() - 1;
      NDArray weights = attached(manager, from.get(last - 1));
      NDArray biases = attached(manager, from.get(last));
      NDArray summands = manager.create(card.network().outputs().summands());
      NDArray newWeights =
          rows.of(card.network().outputs(), weights, summands.mul(0).reshape(-1, 1));
      NDArray newBiases = rows.of(card.network().outputs(), biases, summands);
      Block block =
          card.network()
              .architecture()
              .newBlockLike(
                  heads.getBlock(), model.getNDManager(), (int) newBiases.getShape().get(0));
      model.setBlock(block);
      List<Parameter> to = block.getParameters().values();
      for (int i = 0; i < last - 1; i++) {
        ModelFile.copyValues(from.get(i).getArray(), to.get(i).getArray());
      }
      ModelFile.copyValues(newWeights, to.get(last - 1).getArray());
      ModelFile.copyValues(newBiases, to.get(last).getArray());
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static NDArray attached(NDManager manager, Parameter parameter) {
    NDArray values = parameter.getArray().stopGradient();
    values.attach(manager);
    return values;
  }

  /** The six others of the sum, neutral's bias alone, and the neutral head. */
  private static NDArray rowsForTwoQuestions(ModelOutputs outputs, NDArray all, NDArray biases) {
    NDArray bias = all.get(NEUTRAL_ROW).zerosLike().add(biases.get(NEUTRAL_ROW));
    return others(outputs, all, biases).concat(bias, 0).concat(neutralHead(outputs, all), 0);
  }

  private static NDArray rowsOfOneLayer(ModelOutputs outputs, NDArray all, NDArray biases) {
    if (outputs.neutralHead().isEmpty()) {
      return sum(outputs, all).add(biases);
    }
    NDArray neutral = neutralHead(outputs, all).get(NEUTRAL_ROW).add(biases.get(NEUTRAL_ROW));
    return others(outputs, all, biases).concat(neutral, 0);
  }

  private static NDArray others(ModelOutputs outputs, NDArray all, NDArray biases) {
    return sum(outputs, all).get(OTHER_ROWS).add(biases.get(OTHER_ROWS));
  }

  private static NDArray neutralHead(ModelOutputs outputs, NDArray all) {
    return head(outputs, outputs.neutralHead().orElseThrow(), all);
  }

  private static NDArray sum(ModelOutputs outputs, NDArray all) {
    NDArray sum = all.get("0:" + CLASSES).zerosLike();
    outputs.weights().forEach((head, weight) -> sum.addi(head(outputs, head, all).mul(weight)));
    return sum;
  }

  private static NDArray head(ModelOutputs outputs, String name, NDArray all) {
    int first = outputs.heads().indexOf(name) * CLASSES;
    return all.get(first + ":" + (first + CLASSES));
  }
}
