// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.internal.engine.OnnxRuntime;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.dnn.Dnn;

/** The network written as ONNX, on ONNX Runtime. */
final class OnnxFaceNetwork implements FaceNetwork {

  private final Model model;
  private final AtomicBoolean closed = new AtomicBoolean();

  OnnxFaceNetwork(FaceModelFile file) {
    this.model = OnnxRuntime.load(file.card().name(), file);
  }

  @Override
  public float[] answer(Mat bgr) {
    Mat blob = Dnn.blobFromImage(bgr, 1, bgr.size(), Scalar.all(0), true, false);
    try (NDManager scratch = model.getNDManager().newSubManager()) {
      float[] values = new float[(int) blob.total()];
      blob.reshape(1, 1).get(0, 0, values);
      NDArray input =
          scratch.create(FloatBuffer.wrap(values), new Shape(1, 3, bgr.rows(), bgr.cols()));
      NDList answer =
          model.getBlock().forward(new ParameterStore(scratch, false), new NDList(input), false);
      try (answer) {
        return answer.singletonOrThrow().toFloatArray();
      }
    } finally {
      blob.release();
    }
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) { // DJL's models of ONNX Runtime don't like it twice
      model.close();
    }
  }
}
