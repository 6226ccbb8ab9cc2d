// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.util.passthrough.PassthroughNDManager;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.classify.ModelOutputs;
import io.github.emotion4j.djl.internal.torchscript.BlockScript;
import io.github.emotion4j.djl.internal.torchscript.Branches;
import io.github.emotion4j.djl.internal.torchscript.Layer;
import io.github.emotion4j.djl.internal.torchscript.ScriptWriter;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an emotion network, from the pixels of a crop to its probabilities. The weights are read
 * without any engine.
 */
final class EmotionGraph extends BlockScript {

  static final String INPUT = "pixels";
  static final String OUTPUT = "probabilities";

  /** DJL's default, which all our networks use; the block does not tell it. */
  private static final float EPSILON = 1e-5f;

  private static final int CLASSES = ModelCard.LABELS.size();
  private static final int NEUTRAL = Emotion.NEUTRAL.index();
  private static final double WHITE = 255;

  private final OnnxGraph graph = new OnnxGraph();
  private final ModelCard card;

  /** The layer whose rows are those of all heads in the file. */
  private final Block heads;

  private EmotionGraph(ModelCard card, Block network) {
    super(new ScriptWriter());
    this.card = card;
    List<Block> layers = ((SequentialBlock) network).getChildren().values();
    this.heads = layers.get(layers.size() - 1);
  }

  static byte[] of(ModelFile file) {
    ModelCard card = file.card();
    if (!(card.network().architecture() instanceof ModelCard.ArchitectureSettings)) {
      throw new ModelException(
          "The model "
              + card.name()
              + " stands on a TorchScript backbone, which is a program: it can't be written as ONNX"
              + " here. Export the backbone with torch.onnx in Python, and train on that");
    }
    Block network = read(file);
    return new EmotionGraph(card, network).write(network);
  }

  private byte[] write(Block network) {
    ModelCard.Input input = card.network().input();
    graph.input(INPUT, "batch", input.colour().channels(), input.size(), input.size());
    float factor = (float) (1 / (WHITE * input.standardDeviation()));
    float summand = (float) (-input.mean() / input.standardDeviation());
    String scaled = graph.node("Mul", INPUT, graph.numbers(new float[] {factor}, 1, 1, 1, 1));
    String normalized = graph.node("Add", scaled, graph.numbers(new float[] {summand}, 1, 1, 1, 1));
    String logits = append(List.of(network), normalized);
    float cooled = (float) (1 / card.calibration().temperature());
    String result =
        graph.node(
            "Softmax",
            List.of(graph.node("Mul", logits, graph.numbers(new float[] {cooled}, 1, 1))),
            Map.of("axis", 1L));
    return graph.giving(
        result,
        OUTPUT,
        card.name(),
        "Probabilities of seven emotions for crops of faces: pixels of 0 to 255 go in.",
        metadata(),
        "batch",
        CLASSES);
  }

  private Map<String, String> metadata() {
    ModelCard.TrainingData data = card.training().data();
    return Map.of(
        "labels",
        String.join(",", card.network().labels()),
        "input",
        card.network().input().colour() + ", 0 to 255, the face cut out as those of FER2013",
        "architecture",
        card.network().architecture().label(),
        "heads",
        card.network().outputs().describe(),
        "temperature",
        Double.toString(card.calibration().temperature()),
        "data",
        data.dataSet() + " " + data.split() + ", " + data.images() + " pictures",
        "label_source",
        data.labelSource(),
        "weights_sha256",
        card.weights().sha256());
  }

  @Override
  protected String convolution(Conv2d convolution, Optional<BatchNorm> norm, String input) {
    Shape shape = array(convolution, Parameter.Type.WEIGHT).getShape();
    String bias = convolution.isIncludeBias() ? values(convolution, Parameter.Type.BIAS) : "";
    String result =
        graph.convolution(
            input,
            values(convolution, Parameter.Type.WEIGHT),
            bias,
            shape.get(2),
            convolution.getStride().get(0),
            convolution.getPadding().get(0));
    return norm.map(
            layer ->
                graph.node(
                    "BatchNormalization",
                    List.of(
                        result,
                        values(layer, Parameter.Type.GAMMA),
                        values(layer, Parameter.Type.BETA),
                        values(layer, Parameter.Type.RUNNING_MEAN),
                        values(layer, Parameter.Type.RUNNING_VAR)),
                    Map.of("epsilon", EPSILON)))
        .orElse(result);
  }

  @Override
  protected String dense(Linear dense, String input) {
    float[] weights = array(dense, Parameter.Type.WEIGHT).toFloatArray();
    float[] biases = array(dense, Parameter.Type.BIAS).toFloatArray();
    if (dense == heads) {
      return combinedHeads(input, weights, biases);
    }
    return dense(input, weights, biases);
  }

  private String dense(String input, float[] weights, float[] biases) {
    return graph.node(
        "Gemm",
        List.of(
            input,
            graph.numbers(weights, biases.length, weights.length / biases.length),
            graph.numbers(biases, biases.length)),
        Map.of("transB", 1L));
  }

  private String combinedHeads(String input, float[] weights, float[] biases) {
    ModelOutputs outputs = card.network().outputs();
    float[] summands = outputs.summands();
    float[] summed = combined(biases);
    for (int i = 0; i < CLASSES; i++) {
      summed[i] += summands[i];
    }
    if (outputs.neutralHead().isEmpty()) {
      return dense(input, combined(weights), summed);
    }
    // Whether a face is neutral is another question than which of the others it is.
    String head = outputs.neutralHead().get();
    String neutral = dense(input, rowsOf(head, weights), rowsOf(head, biases));
    String others = columns(dense(input, combined(weights), summed), 0, NEUTRAL);
    String odds = graph.node("Sub", columns(neutral, NEUTRAL, CLASSES), logSumExp(neutral));
    String biased = graph.node("Add", odds, graph.numbers(new float[] {summands[NEUTRAL]}, 1, 1));
    String logit = graph.node("Add", biased, logSumExp(others));
    return graph.node("Concat", List.of(others, logit), Map.of("axis", 1L));
  }

  /** Columns of an array of two dimensions. */
  private String columns(String input, int from, int to) {
    return graph.node(
        "Slice", input, graph.wholes(from), graph.wholes(to), graph.wholes(1), graph.wholes(1));
  }

  /** Of the logits of all emotions but neutral, each row's. */
  private String logSumExp(String logits) {
    return graph.node(
        "ReduceLogSumExp",
        List.of(columns(logits, 0, NEUTRAL)),
        Map.of("axes", new long[] {1}, "keepdims", 1L));
  }

  private float[] rowsOf(String head, float[] rows) {
    int length = rows.length / card.network().outputs().heads().size();
    int first = card.network().outputs().heads().indexOf(head) * length;
    return Arrays.copyOfRange(rows, first, first + length);
  }

  /** The weighted sum of the heads' rows: of the heads, seven rows of which belong to each. */
  private float[] combined(float[] rows) {
    List<String> names = card.network().outputs().heads();
    int length = rows.length / names.size();
    double[] sum = new double[length];
    card.network()
        .outputs()
        .weights()
        .forEach(
            (head, weight) -> {
              int first = names.indexOf(head) * length;
              for (int i = 0; i < length; i++) {
                sum[i] += weight * rows[first + i];
              }
            });
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      result[i] = (float) sum[i];
    }
    return result;
  }

  @Override
  protected String dropout(Dropout dropout, String input) {
    return input;
  }

  @Override
  protected String layer(Layer layer, String input, boolean ownInput) {
    return switch (layer) {
      case IDENTITY -> input;
      case RELU -> graph.node("Relu", input);
      case SIGMOID -> graph.node("Sigmoid", input);
      case GLOBAL_AVERAGE_POOL -> flattened(graph.node("GlobalAveragePool", input));
      case FLATTEN -> flattened(input);
      case NEUTRAL_OR_OTHER ->
          throw new IllegalStateException("the heads in a file are not joined yet");
      case MAX_POOL ->
          graph.node(
              "MaxPool",
              List.of(input),
              Map.of("kernel_shape", new long[] {2, 2}, "strides", new long[] {2, 2}));
    };
  }

  private String flattened(String input) {
    return graph.node("Flatten", List.of(input), Map.of("axis", 1L));
  }

  @Override
  protected String join(Branches.Join join, String first, String second, boolean ownFirst) {
    return switch (join) {
      case ADD_RELU -> graph.node("Relu", graph.node("Add", first, second));
      case SCALE ->
          graph.node("Mul", first, graph.node("Reshape", second, graph.wholes(0, -1, 1, 1)));
    };
  }

  private String values(Block layer, Parameter.Type type) {
    NDArray array = array(layer, type);
    return graph.numbers(array.toFloatArray(), array.getShape().getShape());
  }

  private static NDArray array(Block layer, Parameter.Type type) {
    return parameterOf(layer, type).getArray();
  }

  /**
   * Reads the network in a file, with its heads, into arrays that no engine holds: it can be looked
   * at, not run.
   */
  private static Block read(ModelFile file) {
    ModelCard card = file.card();
    NDManager manager = PassthroughNDManager.INSTANCE;
    Block network =
        card.network()
            .architecture()
            .newBlock(manager, card.network().outputs().heads().size() * CLASSES);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file.weights()))) {
      in.readInt(); // DJL's mark
      in.readInt(); // the version
      in.readUTF(); // the model's name
      in.readUTF(); // the type of its numbers
      for (int inputs = in.readInt(); inputs > 0; inputs--) {
        in.readUTF();
        Shape.decode(in);
      }
      for (int properties = in.readInt(); properties > 0; properties--) {
        in.readUTF();
        in.readUTF();
      }
      network.loadParameters(manager, in);
      return network;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      throw new ModelException(
          "The weights of the model " + card.name() + " do not fit its architecture", e);
    }
  }
}
