// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.onnx.internal;

import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.internal.engine.ConvertibleNetwork;
import io.github.emotion4j.djl.internal.engine.OnnxConverter;
import io.github.emotion4j.onnx.OnnxExport;

/** Lets this SDK run its models on ONNX Runtime. */
public final class OnnxModelConverter implements OnnxConverter {

  /** Makes a converter; {@link java.util.ServiceLoader} calls this. */
  public OnnxModelConverter() {}

  @Override
  public byte[] convert(ConvertibleNetwork network) {
    if (network instanceof ModelFile emotions) {
      return OnnxExport.bytes(emotions);
    }
    if (network instanceof FaceModelFile faces) {
      return OnnxExport.bytes(faces);
    }
    throw new ModelException("There is no way to write " + network.getClass() + " as ONNX");
  }
}
