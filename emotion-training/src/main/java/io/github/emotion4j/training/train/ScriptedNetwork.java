// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.emotion4j.djl.internal.torchscript.BlockScript;
import io.github.emotion4j.djl.internal.torchscript.Branches;
import io.github.emotion4j.djl.internal.torchscript.Layer;
import io.github.emotion4j.djl.internal.torchscript.ScriptWriter;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network of DJL's blocks whose layers, but for dropout, run as TorchScript functions of their
 * input and all their parameters: the same parameters, and the same results but for rounding, in
 * less time. The figures are in {@code docs/experiments.md}.
 *
 * <p>Convolutions compute with their channels last. In the other order, which the blocks use,
 * PyTorch 2.7.1 with AVX-512 gets some of them or their gradients wrong: see {@code
 * docs/processors.md}.
 *
 * <p>PyTorch would rewrite a function after its first calls and round otherwise from then on, so
 * that a resumed training would not be the same: it is told not to. Dropout stays DJL's, whose
 * blocks do not tell their rate.
 */
final class ScriptedNetwork extends AbstractBlock {

  /** DJL's system property for PyTorch's rewriting of functions. */
  static final String OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

  private static final byte VERSION = 1;

  private final SequentialBlock network;
  private final List<Part> training = new ArrayList<>();
  private final List<Part> evaluation = new ArrayList<>();

  /**
   * A function and the parameters that it is given after its input; or a block that has its own.
   */
  private record Part(Block function, List<Parameter> parameters) {}

  /**
   * Makes a network.
   *
   * @param network its blocks, which hold the parameters; need not be initialized
   * @param manager owns the functions
   * @throws IllegalArgumentException if it has a layer that can't be rewritten
   */
  ScriptedNetwork(SequentialBlock network, Arithmetic arithmetic, NDManager manager) {
    super(VERSION);
    this.network = addChildBlock("network", network);
    List<Block> all = network.getChildren().values();
    evaluation.add(function(all, new Script(arithmetic, false), manager));
    int from = 0;
    for (int i = 0; i <= all.size(); i++) {
      boolean end = i == all.size();
      if (end || all.get(i) instanceof Dropout) {
        if (i > from) {
          training.add(function(all.subList(from, i), new Script(arithmetic, true), manager));
        }
        if (!end) {
          training.add(new Part(all.get(i), List.of()));
        }
        from = i + 1;
      }
    }
  }

  /** Its blocks, which hold the parameters. */
  SequentialBlock layers() {
    return network;
  }

  private static Part function(List<Block> layers, Script script, NDManager manager) {
    return new Part(script.function(layers).load(manager), List.copyOf(script.parameters));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean isTraining,
      PairList<String, Object> params) {
    JniUtils.setGraphExecutorOptimize(false); // of this thread
    try {
      return run(parameterStore, inputs, isTraining);
    } finally {
      JniUtils.setGraphExecutorOptimize(optimizesElsewhere());
    }
  }

  /** What DJL sets before it runs a module of others: PyTorch does not tell what was set. */
  static boolean optimizesElsewhere() {
    return Boolean.parseBoolean(System.getProperty(OPTIMIZER, "true"));
  }

  private NDList run(ParameterStore parameterStore, NDList inputs, boolean isTraining) {
    NDList result = inputs;
    for (Part part : isTraining ? training : evaluation) {
      NDList given = new NDList(result);
      for (Parameter parameter : part.parameters()) {
        given.add(parameterStore.getValue(parameter, inputs.head().getDevice(), isTraining));
      }
      result = part.function().forward(parameterStore, given, isTraining);
    }
    return result;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
    network.initialize(manager, dataType, inputShapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return network.getOutputShapes(inputShapes);
  }

  /** Writes a function whose parameters are inputs. */
  private static final class Script extends BlockScript {

    private static final int FLOAT32 = 6; // PyTorch's numbers of types
    private static final int BFLOAT16 = 15;

    private final List<Parameter> parameters = new ArrayList<>();
    private final Arithmetic arithmetic;
    private final boolean training;

    Script(Arithmetic arithmetic, boolean training) {
      super(new ScriptWriter());
      this.arithmetic = arithmetic;
      this.training = training;
    }

    TorchScriptModule function(List<Block> layers) {
      return script().giving(as(FLOAT32, append(layers)));
    }

    private String parameter(Block block, Parameter.Type type) {
      parameters.add(parameterOf(block, type));
      return script().input();
    }

    private String as(int type, String value) {
      return arithmetic == Arithmetic.FLOAT32
          ? value
          : script().value("torch.to(%s, %s, False, False, None)", value, type);
    }

    @Override
    protected String convolution(Conv2d convolution, Optional<BatchNorm> norm, String input) {
      String weights =
          script().channelsLast(as(BFLOAT16, parameter(convolution, Parameter.Type.WEIGHT)));
      String biases =
          convolution.isIncludeBias()
              ? as(BFLOAT16, parameter(convolution, Parameter.Type.BIAS))
              : "None";
      String given = script().convolution(convolution, weights, biases, as(BFLOAT16, input));
      return norm.map(next -> normalization(next, given)).orElse(given);
    }

    /** With DJL's defaults, which all our networks use; the block does not tell them. */
    private String normalization(BatchNorm norm, String input) {
      return script()
          .value(
              "torch.batch_norm(%s, %s, %s, %s, %s, %s, 0.10000000000000001, 1.0000000000000001e-05, True)",
              input,
              parameter(norm, Parameter.Type.GAMMA),
              parameter(norm, Parameter.Type.BETA),
              parameter(norm, Parameter.Type.RUNNING_MEAN),
              parameter(norm, Parameter.Type.RUNNING_VAR),
              training ? "True" : "False");
    }

    @Override
    protected String dense(Linear dense, String input) {
      return script()
          .value(
              "torch.linear(%s, %s, %s)",
              as(FLOAT32, input),
              parameter(dense, Parameter.Type.WEIGHT),
              parameter(dense, Parameter.Type.BIAS));
    }

    @Override
    protected String dropout(Dropout dropout, String input) {
      if (training) {
        throw new IllegalArgumentException("Dropout within a branch can't be rewritten");
      }
      return input;
    }

    /** A positive part may overwrite its input, which no gradient needs. */
    @Override
    protected String layer(Layer layer, String input, boolean ownInput) {
      boolean inPlace = ownInput && layer == Layer.RELU;
      return script().value(inPlace ? layer.expressionInPlace() : layer.expression(), input);
    }

    @Override
    protected String join(Branches.Join join, String first, String second, boolean ownFirst) {
      String alike =
          arithmetic == Arithmetic.FLOAT32
              ? second
              : script().value("torch.type_as(%s, %s)", second, first);
      return script().value(join.expression(), first, alike);
    }
  }
}
