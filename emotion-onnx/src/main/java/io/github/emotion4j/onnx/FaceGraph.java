// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.detect.FaceModelCard;
import io.github.emotion4j.djl.detect.FaceModelFile;
import java.util.List;
import java.util.Map;

/**
 * Writes the face detector's network: a backbone to a stride of 32, merged from the top down, one
 * head a stride (detector.py of the lab). Which layers there are follows from the names of their
 * weights.
 */
final class FaceGraph {

  static final String INPUT = "picture";
  static final String OUTPUT = "cells";

  private static final int NUMBERS = 15;

  private final OnnxGraph graph = new OnnxGraph();
  private final Map<String, ScriptWeights.Tensor> weights;
  private final FaceModelCard card;

  private FaceGraph(FaceModelFile file) {
    this.card = file.card();
    this.weights = ScriptWeights.read(file.network());
  }

  static byte[] of(FaceModelFile file) {
    try {
      return new FaceGraph(file).write();
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          "The face detector "
              + file.card().name()
              + " is not of the network that can be written as ONNX: "
              + e.getMessage(),
          e);
    }
  }

  private byte[] write() {
    graph.input(INPUT, "batch", 3, "height", "width");
    String stem = relu(convolution("stem.0", INPUT, 2));
    String eighth = stage("stage8", stage("stage4", stem));
    String sixteenth = stage("stage16", eighth);
    String top = convolution("lateral32", stage("stage32", sixteenth), 1);
    String middle = merged("lateral16", sixteenth, top);
    String bottom = merged("lateral8", eighth, middle);
    String result =
        concatenated(List.of(cells("8", bottom), cells("16", middle), cells("32", top)));
    return graph.giving(
        result,
        OUTPUT,
        card.name(),
        "Faces and five points of each, from red, green and blue of 0 to 255; sides are multiples"
            + " of 32.",
        Map.of(
            "cells",
            "strides 8, 16 and 32, each row by row; logit of the score; centre as offset from the"
                + " cell in strides; log of width and height in strides; eyes, nose and corners of"
                + " the mouth, the left of the picture first, from the centre in parts of width and"
                + " height",
            "probability",
            "sigmoid("
                + card.calibration().slope()
                + " * logit + "
                + card.calibration().offset()
                + ")",
            "min_probability",
            Double.toString(card.thresholds().minFaceConfidence()),
            "most_overlap",
            Double.toString(card.thresholds().mostOverlap()),
            "data",
            card.training().data(),
            "terms",
            card.training().terms(),
            "weights_sha256",
            card.weights().sha256()),
        "batch",
        "cells",
        NUMBERS);
  }

  /** A convolution that halves the sides, and what follows it. */
  private String stage(String name, String input) {
    String result = input;
    for (int i = 0; weights.containsKey(name + "." + i + ".0.weight"); i++) {
      result = relu(convolution(name + "." + i + ".0", result, i == 0 ? 2 : 1));
    }
    return result;
  }

  private String merged(String lateral, String input, String smaller) {
    String enlarged =
        graph.node(
            "Resize",
            List.of(smaller, "", graph.numbers(new float[] {1, 1, 2, 2}, 4)),
            Map.of(
                "mode", "nearest",
                "coordinate_transformation_mode", "asymmetric",
                "nearest_mode", "floor"));
    return graph.node("Add", convolution(lateral, input, 1), enlarged);
  }

  /** Score, box and points of a stride's cells. */
  private String cells(String stride, String input) {
    String map = relu(convolution("head" + stride + ".0.0", relu(input), 1));
    String hidden = relu(convolution("points" + stride + ".0", map, 1));
    String both =
        concatenated(
            List.of(
                convolution("head" + stride + ".1", map, 1),
                convolution("points" + stride + ".2", hidden, 1)));
    String last = graph.node("Transpose", List.of(both), Map.of("perm", new long[] {0, 2, 3, 1}));
    return graph.node("Reshape", last, graph.wholes(0, -1, NUMBERS));
  }

  private String concatenated(List<String> parts) {
    return graph.node("Concat", parts, Map.of("axis", 1L));
  }

  private String relu(String input) {
    return graph.node("Relu", input);
  }

  private String convolution(String name, String input, int stride) {
    ScriptWeights.Tensor kernels = tensor(name + ".weight");
    ScriptWeights.Tensor biases = tensor(name + ".bias");
    long kernel = kernels.shape()[2];
    return graph.convolution(
        input,
        graph.numbers(kernels.values(), kernels.shape()),
        graph.numbers(biases.values(), biases.shape()),
        kernel,
        stride,
        kernel / 2);
  }

  private ScriptWeights.Tensor tensor(String name) {
    ScriptWeights.Tensor tensor = weights.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return tensor;
  }
}
