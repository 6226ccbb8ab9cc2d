// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the weights in a TorchScript file without PyTorch: a zip of pickled modules and raw
 * numbers. Its code is not looked at.
 */
final class ScriptWeights {

  private ScriptWeights() {}

  /** Numbers of 32 bits in the order of a shape. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tensor(float[] values, long[] shape) {}

  /** Returns the tensors by name, such as {@code stem.0.weight}. */
  static Map<String, Tensor> read(byte[] file) {
    try {
      Map<String, byte[]> entries = entries(file);
      byte[] attributes = entries.get("data.pkl");
      if (attributes == null) {
        throw new IllegalArgumentException("it is no TorchScript");
      }
      Map<String, Tensor> tensors = new HashMap<>();
      add("", new Modules(entries).loads(attributes), tensors);
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException("An array can't fail", e);
    }
  }

  private static Map<String, byte[]> entries(byte[] file) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        // The first folder is called as the file was.
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        entries.put(name, zip.readAllBytes());
      }
    }
    return entries;
  }

  /** A module is a map of its attributes; those that are no modules and no tensors are skipped. */
  private static void add(String name, Object attribute, Map<String, Tensor> tensors) {
    if (attribute instanceof Tensor tensor) {
      tensors.put(name, tensor);
    } else if (attribute instanceof Map<?, ?> module) {
      module.forEach(
          (key, value) -> add(name.isEmpty() ? "" + key : name + "." + key, value, tensors));
    }
  }

  /** Knows PyTorch's way to refer to numbers, and to cut tensors out of them. */
  private static final class Modules extends Unpickler {

    private final Map<String, byte[]> entries;

    Modules(Map<String, byte[]> entries) {
      this.entries = entries;
    }

    static {
      registerConstructor("torch._utils", "_rebuild_tensor_v2", Modules::tensor);
    }

    /** Of ("storage", type, name, device, length). */
    @Override
    protected Object persistentLoad(Object reference) {
      Object[] parts = (Object[]) reference;
      byte[] numbers = entries.get("data/" + parts[2]);
      if (numbers == null) {
        throw new IllegalArgumentException("it has no numbers " + parts[2]);
      }
      return ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** Of (numbers, first, shape, strides, whether it is trained, hooks). */
    private static Object tensor(Object[] parts) {
      FloatBuffer numbers = (FloatBuffer) parts[0];
      long[] shape = wholes(parts[2]);
      long[] strides = wholes(parts[3]);
      int size = 1;
      for (long side : shape) {
        size = Math.toIntExact(size * side);
      }
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        long at = ((Number) parts[1]).longValue();
        int rest = i;
        for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
          at += rest % shape[dimension] * strides[dimension];
          rest /= (int) shape[dimension];
        }
        values[i] = numbers.get(Math.toIntExact(at));
      }
      return new Tensor(values, shape);
    }

    private static long[] wholes(Object tuple) {
      Collection<?> numbers =
          tuple instanceof Object[] array ? java.util.Arrays.asList(array) : (Collection<?>) tuple;
      return numbers.stream().mapToLong(number -> ((Number) number).longValue()).toArray();
    }
  }
}
