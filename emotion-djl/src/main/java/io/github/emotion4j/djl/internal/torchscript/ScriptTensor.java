// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.torchscript;

import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A tensor of a module, of 32-bit floating point numbers.
 *
 * @param name its name in the module, a Python identifier
 * @param trained whether it is a parameter, which training changes, or a buffer
 * @param shape its shape
 * @param values its numbers in the order of the shape; not changed, and not to be changed
 * @param channelsLast whether a shape (n, c, h, w) is stored in the order (n, h, w, c)
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, handed over once and never compared
public record ScriptTensor(
    String name, boolean trained, Shape shape, float[] values, boolean channelsLast) {

  /**
   * Makes a tensor.
   *
   * @param name its name
   * @param trained whether it is a parameter
   * @param shape its shape
   * @param values its numbers
   * @param channelsLast how it is stored
   * @throws IllegalArgumentException if there are not as many values as the shape says, or channels
   *     can't be last
   */
  public ScriptTensor {
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          name + " of shape " + shape + " can't have " + values.length + " values");
    }
    if (channelsLast && shape.dimension() != 4) {
      throw new IllegalArgumentException(name + " of shape " + shape + " has no channels");
    }
  }

  /** How far apart in memory neighbours in each dimension are. */
  long[] strides() {
    if (channelsLast) {
      long channels = shape.get(1);
      long row = shape.get(3) * channels;
      return new long[] {shape.get(2) * row, 1, row, channels};
    }
    long[] strides = new long[shape.dimension()];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    return strides;
  }

  /** The numbers as they lie in memory, least significant byte first. */
  byte[] bytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (channelsLast) {
      int channels = (int) shape.get(1);
      int area = (int) (shape.get(2) * shape.get(3));
      for (int i = 0; i < values.length; i++) {
        int channel = i % channels;
        int place = i / channels % area;
        int first = i / channels / area;
        buffer.putFloat(values[(first * channels + channel) * area + place]);
      }
    } else {
      buffer.asFloatBuffer().put(values);
    }
    return buffer.array();
  }
}
