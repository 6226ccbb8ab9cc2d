// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

/**
 * Writes models of this SDK as ONNX, so that they run without PyTorch. The module emotion-onnx has
 * one, which is found with {@link java.util.ServiceLoader}.
 */
@FunctionalInterface
public interface OnnxConverter {

  /**
   * Writes a model.
   *
   * @param network a model file of emotions or of a face detector
   * @return the content of an ONNX file
   * @throws io.github.emotion4j.ModelException if it can't be written as ONNX
   */
  byte[] convert(ConvertibleNetwork network);
}
