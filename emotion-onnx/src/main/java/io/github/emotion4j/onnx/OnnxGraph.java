// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a network as an ONNX graph, node by node: each call gives the name by which later ones
 * refer to its result. Used by one thread.
 */
final class OnnxGraph {

  /** Of 2021; OpenCV's and the oldest runtimes that anybody uses know it. */
  private static final int OPERATORS = 13;

  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /** The one input: 32-bit numbers; a dimension is a number or, where it is free, a name. */
  String input(String name, Object... shape) {
    graph.addInput(value(name, shape));
    return name;
  }

  private static ValueInfoProto value(String name, Object... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      TensorShapeProto.Dimension.Builder dimension = dimensions.addDimBuilder();
      if (size instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else {
        dimension.setDimParam(size.toString());
      }
    }
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    value
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(TensorProto.DataType.FLOAT.getNumber())
        .setShape(dimensions);
    return value.build();
  }

  /** A constant of 32-bit numbers. */
  String numbers(float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** A constant of whole numbers, such as a shape. */
  String wholes(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(TensorProto.DataType.INT64, bytes, values.length);
  }

  private String constant(TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = "c" + graph.getInitializerCount();
    TensorProto.Builder tensor =
        graph.addInitializerBuilder().setName(name).setDataType(type.getNumber());
    for (long size : shape) {
      tensor.addDims(size);
    }
    tensor.setRawData(ByteString.copyFrom(bytes));
    return name;
  }

  /**
   * Adds an operator.
   *
   * @param operator its name in ONNX
   * @param inputs names of what goes in; empty for an input that is left out
   * @param attributes by name: a {@code Long}, a {@code Float}, a {@code String} or a {@code
   *     long[]}
   */
  String node(String operator, List<String> inputs, Map<String, ?> attributes) {
    String name = "v" + graph.getNodeCount();
    NodeProto.Builder node =
        graph
            .addNodeBuilder()
            .setName(operator + "_" + name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(name);
    new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
    return name;
  }

  String node(String operator, String... inputs) {
    return node(operator, List.of(inputs), Map.of());
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Long number) {
      return attribute.setType(AttributeProto.AttributeType.INT).setI(number).build();
    }
    if (value instanceof Float number) {
      return attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number).build();
    }
    if (value instanceof String text) {
      ByteString bytes = ByteString.copyFromUtf8(text);
      return attribute.setType(AttributeProto.AttributeType.STRING).setS(bytes).build();
    }
    attribute.setType(AttributeProto.AttributeType.INTS);
    for (long number : (long[]) value) {
      attribute.addInts(number);
    }
    return attribute.build();
  }

  /** A convolution with zeros around, and its weights (filters, channels, height, width). */
  String convolution(
      String input, String weights, String bias, long kernel, long stride, long pad) {
    return node(
        "Conv",
        bias.isEmpty() ? List.of(input, weights) : List.of(input, weights, bias),
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {pad, pad, pad, pad}));
  }

  /**
   * Ends the graph.
   *
   * @param result name of what it gives
   * @param output what that is to be called
   * @param name of the model
   * @param description in a sentence
   * @param metadata what else is to be known, by name
   * @param shape of the output
   * @return the content of an ONNX file
   */
  byte[] giving(
      String result,
      String output,
      String name,
      String description,
      Map<String, String> metadata,
      Object... shape) {
    graph.addNodeBuilder().setOpType("Identity").setName(output).addInput(result).addOutput(output);
    graph.addOutput(value(output, shape)).setName(name);
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
            .setProducerName("emotion4j")
            .setDomain("io.github.emotion4j")
            .setDocString(description)
            .setGraph(graph);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
