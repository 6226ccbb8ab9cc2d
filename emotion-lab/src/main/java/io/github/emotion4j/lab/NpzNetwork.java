// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Reads a network that NumPy saved ({@code .npz}, 16 or 32-bit numbers): the arrays of a PyTorch
 * network's state, in its order, which for the same layers is the order of a DJL block's
 * parameters. The number of arrays and each shape are checked.
 */
final class NpzNetwork {

  /** The name of PyTorch's counter of steps, and of the network's description: no parameters. */
  private static final String COUNTER = "num_batches_tracked.npy";

  private static final String DESCRIPTION = "spec.npy";

  private NpzNetwork() {}

  /** Makes a network of the arrays in a file, owned by the manager. */
  static Block read(Path file, Architecture architecture, int outputs, NDManager manager)
      throws IOException {
    Block block = architecture.newBlock(outputs, 0);
    int side = architecture.inputSize();
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, side, side));
    try (NDManager arrays = manager.newSubManager()) {
      fill(block, NDList.decode(arrays, new ByteArrayInputStream(parametersOnly(file))), file);
    }
    return block;
  }

  /** Leaves out what DJL can't read: text and counters. */
  private static byte[] parametersOnly(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().endsWith(COUNTER) && !entry.getName().equals(DESCRIPTION)) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void fill(Block block, NDList arrays, Path file) {
    if (arrays.size() != block.getParameters().size()) {
      throw new ModelException(
          file
              + " has "
              + arrays.size()
              + " arrays, and the network "
              + block.getParameters().size()
              + " parameters");
    }
    for (int i = 0; i < arrays.size(); i++) {
      Pair<String, Parameter> parameter = block.getParameters().get(i);
      NDArray array = arrays.get(i);
      if (!array.getShape().equals(parameter.getValue().getArray().getShape())) {
        throw new ModelException(
            array.getName()
                + " of "
                + file
                + " has the shape "
                + array.getShape()
                + ", but "
                + parameter.getKey()
                + " of the network "
                + parameter.getValue().getArray().getShape());
      }
      NDArray values = array.toType(DataType.FLOAT32, false);
      ModelFile.copyValues(values, parameter.getValue().getArray());
    }
  }
}
