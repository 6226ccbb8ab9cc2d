// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import io.github.emotion4j.djl.internal.torchscript.TorchScriptModule;
import java.nio.ByteBuffer;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** The network as its file has it, on PyTorch. */
final class TorchScriptFaceNetwork implements FaceNetwork {

  private final NDManager manager;
  private final Block network;

  TorchScriptFaceNetwork(FaceModelFile model) {
    PyTorch.require();
    this.manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE);
    try {
      this.network = TaskPool.callOnce(() -> TorchScriptModule.load(model.network(), manager));
    } catch (RuntimeException e) {
      manager.close();
      throw new ModelException(
          "The face detector " + model.source() + " is no TorchScript that PyTorch can run", e);
    }
  }

  @Override
  public float[] answer(Mat bgr) {
    byte[] pixels = pixels(bgr);
    try (NDManager scratch = manager.newSubManager()) {
      // Rows of pixels are what PyTorch calls channels last, in which convolutions are fastest
      // here.
      NDArray input =
          scratch
              .create(
                  ByteBuffer.wrap(pixels), new Shape(1, bgr.rows(), bgr.cols(), 3), DataType.UINT8)
              .toType(DataType.FLOAT32, false)
              .transpose(0, 3, 1, 2);
      return network
          .forward(new ParameterStore(scratch, false), new NDList(input), false)
          .singletonOrThrow()
          .toFloatArray();
    }
  }

  private static byte[] pixels(Mat bgr) {
    Mat rgb = new Mat();
    try {
      Imgproc.cvtColor(bgr, rgb, Imgproc.COLOR_BGR2RGB);
      byte[] pixels = new byte[3 * bgr.rows() * bgr.cols()];
      rgb.get(0, 0, pixels);
      return pixels;
    } finally {
      rgb.release();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
