// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import java.util.List;
import java.util.Optional;

/**
 * Writes a network of DJL's blocks as a TorchScript module, which is one call into PyTorch where
 * the blocks are dozens, each with an array and its bookkeeping. How layers with parameters are
 * written is left to subclasses: it differs between training and inference. Used by one thread.
 */
public abstract class BlockScript {

  private final ScriptWriter script;

  /**
   * Begins a script.
   *
   * @param script where to write
   */
  protected BlockScript(ScriptWriter script) {
    this.script = script;
  }

  /**
   * Returns where to write.
   *
   * @return the script
   */
  protected final ScriptWriter script() {
    return script;
  }

  /**
   * Adds a convolution and, if there is one, the batch normalisation of what it gives.
   *
   * @param convolution the convolution
   * @param norm what follows it
   * @param input name of what goes in
   * @return name of what comes out
   */
  protected abstract String convolution(Conv2d convolution, Optional<BatchNorm> norm, String input);

  /**
   * Adds a dense layer.
   *
   * @param dense the layer
   * @param input name of what goes in
   * @return name of what comes out
   */
  protected abstract String dense(Linear dense, String input);

  /**
   * Adds dropout.
   *
   * @param dropout the layer
   * @param input name of what goes in
   * @return name of what comes out
   */
  protected abstract String dropout(Dropout dropout, String input);

  /**
   * Adds a layer without parameters.
   *
   * @param layer the layer, not {@link Layer#IDENTITY}
   * @param input name of what goes in
   * @param ownInput whether nothing else needs the input, so that it may be overwritten
   * @return name of what comes out
   */
  protected abstract String layer(Layer layer, String input, boolean ownInput);

  /**
   * Joins two results.
   *
   * @param join how
   * @param first name of the first
   * @param second name of the second
   * @param ownFirst whether nothing else needs the first, so that it may be overwritten
   * @return name of what comes out
   */
  protected abstract String join(Branches.Join join, String first, String second, boolean ownFirst);

  /**
   * Adds layers, the first of which is given {@link ScriptWriter#INPUT}.
   *
   * @param layers sequences, {@link Branches}, {@link Layer}s, convolutions, dense layers, batch
   *     normalisation after convolutions, and dropout
   * @return name of what the last gives
   * @throws IllegalArgumentException if there is a layer that can't be rewritten
   */
  protected final String append(List<Block> layers) {
    return append(layers, ScriptWriter.INPUT);
  }

  /**
   * Adds layers.
   *
   * @param layers as for {@link #append(List)}
   * @param input name of what the first is given
   * @return name of what the last gives
   * @throws IllegalArgumentException if there is a layer that can't be rewritten
   */
  protected final String append(List<Block> layers, String input) {
    return append(layers, input, false);
  }

  /**
   * Finds a parameter of a layer.
   *
   * @param layer the layer
   * @param type which of its parameters, of which it has one
   * @return the parameter
   */
  protected static Parameter parameterOf(Block layer, Parameter.Type type) {
    return layer.getDirectParameters().values().stream()
        .filter(parameter -> parameter.getType() == type)
        .findFirst()
        .orElseThrow();
  }

  private String append(Block block, String input, boolean ownInput) {
    if (block instanceof SequentialBlock sequence) {
      return append(sequence.getChildren().values(), input, ownInput);
    }
    if (block instanceof Branches branches) {
      List<Block> both = branches.getChildren().values();
      String first = append(both.get(0), input, false);
      String second = append(both.get(1), input, false);
      return join(branches.join(), first, second, ownInput || !first.equals(input));
    }
    if (block instanceof Linear dense) {
      return dense(dense, input);
    }
    if (block instanceof LambdaBlock function) {
      Layer layer = Layer.of(function);
      return layer == Layer.IDENTITY ? input : layer(layer, input, ownInput);
    }
    if (block instanceof Dropout dropout) {
      return dropout(dropout, input);
    }
    throw new IllegalArgumentException("A " + block.getClass().getName() + " can't be rewritten");
  }

  private String append(List<Block> sequence, String input, boolean ownInput) {
    String result = input;
    for (int i = 0; i < sequence.size(); i++) {
      if (sequence.get(i) instanceof Conv2d convolution) {
        Optional<BatchNorm> norm =
            i + 1 < sequence.size() && sequence.get(i + 1) instanceof BatchNorm next
                ? Optional.of(next)
                : Optional.empty();
        i += norm.isPresent() ? 1 : 0;
        result = convolution(convolution, norm, result);
      } else {
        result = append(sequence.get(i), result, ownInput || !result.equals(input));
      }
    }
    return result;
  }
}
