// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes the method of a module line by line: each call adds a value, and gives the name by which
 * later ones refer to it. The weights of convolutions are laid out channels last, which makes
 * PyTorch on a CPU keep all tensors between them in the layout that it computes in; otherwise each
 * convolution converts to that layout and back. Used by one thread.
 */
public final class ScriptWriter {

  /** The name of the first tensor that the module is given. */
  public static final String INPUT = "x";

  private final List<ScriptTensor> tensors = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>(List.of(INPUT));
  private final List<String> lines = new ArrayList<>();

  /** Begins a method. */
  public ScriptWriter() {}

  /**
   * Adds a tensor that the module is given after those before.
   *
   * @return the expression that gives it
   */
  public String input() {
    String name = INPUT + inputs.size();
    inputs.add(name);
    return name;
  }

  /**
   * Adds a value.
   *
   * @param format an expression in TorchScript, with a {@code %s} for each argument
   * @param arguments names of values
   * @return the value's name
   */
  public String value(String format, Object... arguments) {
    String name = "v" + lines.size();
    lines.add(name + " = " + String.format(Locale.ROOT, format, arguments));
    return name;
  }

  /**
   * Adds a tensor of the same numbers that lie channels last, as {@link #tensor} lays out those of
   * convolutions.
   *
   * @param value name of a tensor of four dimensions
   * @return its name
   */
  public String channelsLast(String value) {
    return value("torch.contiguous(%s, memory_format=2)", value); // PyTorch's number of that order
  }

  /**
   * Adds a tensor that the module keeps.
   *
   * @param values its numbers in the order of the shape
   * @param shape its shape
   * @return the expression that gives it
   */
  public String tensor(float[] values, Shape shape) {
    String name = "t" + tensors.size();
    boolean channelsLast = shape.dimension() == 4;
    tensors.add(new ScriptTensor(name, false, shape, values, channelsLast));
    return "self." + name;
  }

  /**
   * Adds a convolution with other weights than its own.
   *
   * @param convolution says stride, padding, dilation and groups
   * @param weights the weights, in the order of the convolution's
   * @param biases a bias for each filter
   * @param input name of what goes in
   * @return name of what comes out
   */
  public String convolution(Conv2d convolution, float[] weights, float[] biases, String input) {
    Shape shape = convolution.getDirectParameters().get("weight").getArray().getShape();
    return convolution(
        convolution, tensor(weights, shape), tensor(biases, new Shape(biases.length)), input);
  }

  /**
   * Adds a convolution.
   *
   * @param convolution says stride, padding, dilation and groups
   * @param weights expression of its weights
   * @param biases expression of a bias for each filter, or {@code None}
   * @param input name of what goes in
   * @return name of what comes out
   */
  public String convolution(Conv2d convolution, String weights, String biases, String input) {
    return value(
        "torch.conv2d(%s, %s, %s, %s, %s, %s, %s)",
        input,
        weights,
        biases,
        list(convolution.getStride()),
        list(convolution.getPadding()),
        list(convolution.getDilation()),
        convolution.getGroups());
  }

  private static String list(Shape shape) {
    return Arrays.stream(shape.getShape())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Ends the method.
   *
   * @param result name of the value that the module gives
   * @return the module
   */
  public TorchScriptModule giving(String result) {
    List<String> method = new ArrayList<>(lines);
    method.add("return " + result);
    return new TorchScriptModule(tensors, inputs, method, "Tensor");
  }
}
