package io.github.emotion4j.djl.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Weights of convolutions laid out for speed in inference.
 *
 * <p>On a CPU they are stored channels last, which makes PyTorch keep all tensors between
 * convolutions in the layout that it computes in; otherwise each convolution converts to that
 * layout and back. The figures are in {@code docs/speed.md}.
 */
public final class ConvolutionWeights {

  private ConvolutionWeights() {}

  /**
   * Makes the weights of a convolution.
   *
   * @param values in the order of the shape
   * @param shape (filters, channels, height, width)
   * @param manager owns the array, which lies on its device
   * @return an array of that shape, whose memory is in the order (0, 2, 3, 1) on a CPU
   */
  public static NDArray create(float[] values, Shape shape, NDManager manager) {
    return manager.getDevice().isGpu()
        ? manager.create(values, shape)
        : channelsLast(values, shape, manager);
  }

  private static NDArray channelsLast(float[] values, Shape shape, NDManager manager) {
    int channels = (int) shape.get(1);
    int area = (int) (shape.get(2) * shape.get(3));
    float[] ordered = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int place = i % area;
      int channel = i / area % channels;
      int filter = i / area / channels;
      ordered[(filter * area + place) * channels + channel] = values[i];
    }
    Shape lastShape = new Shape(shape.get(0), shape.get(2), shape.get(3), channels);
    try (NDArray inJavaBuffer = manager.create(ordered, lastShape);
        NDArray inNativeMemory = inJavaBuffer.duplicate()) {
      // A view keeps native memory alive, but not the Java buffer that a new array lies in.
      return inNativeMemory.transpose(0, 3, 1, 2);
    }
  }
}
