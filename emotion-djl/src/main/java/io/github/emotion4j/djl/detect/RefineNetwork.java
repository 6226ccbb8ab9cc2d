// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import io.github.emotion4j.djl.torchscript.Layer;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The network that looks a second time at what a {@link FaceNetwork} takes for a face: cut out with
 * some of what is around it, and all in one size. So it need not know sizes and places, and may
 * spend more on each candidate. Such a stage is the refine network of MTCNN (Zhang et al., 2016,
 * arXiv 1604.02878) and the second one of R-CNN.
 *
 * <p>It takes float tensors of shape (batch, 1, {@value #SIDE}, {@value #SIDE}), {@linkplain
 * #normalized normalised}, and gives one of shape (batch, 1): the log odds of a face. 94 thousand
 * parameters and 5.7 million multiply-adds a candidate.
 */
public final class RefineNetwork {

  /** Side of a candidate as the network sees it, in pixels. */
  public static final int SIDE = 36;

  /** How much it sees: so many times the longer side of a candidate's box. */
  public static final double CONTEXT = 1.5;

  private static final float DROPOUT = 0.3f;

  private RefineNetwork() {}

  /**
   * Makes a network, not initialized yet.
   *
   * @return a network with batch norms, to be trained or to be given trained weights
   */
  public static SequentialBlock newBlock() {
    SequentialBlock network = new SequentialBlock();
    add(network, 16, 2);
    add(network, 32, 1);
    add(network, 48, 2);
    add(network, 48, 1);
    add(network, 56, 2);
    add(network, 56, 1);
    return network
        .add(Layer.FLATTEN.newBlock())
        .add(Dropout.builder().optRate(DROPOUT).build())
        .add(Linear.builder().setUnits(1).build());
  }

  private static void add(SequentialBlock network, int channels, int stride) {
    network
        .add(
            Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(1, 1))
                .optBias(false)
                .setFilters(channels)
                .build())
        .add(BatchNorm.builder().build())
        .add(Layer.RELU.newBlock());
  }

  /**
   * Returns the shape of what the network takes.
   *
   * @param candidates their number
   * @return (candidates, 1, {@value #SIDE}, {@value #SIDE})
   */
  public static Shape inputShape(int candidates) {
    return new Shape(candidates, 1, SIDE, SIDE);
  }

  /**
   * Normalises what {@link #cut} gives: without its mean, for a face may be in light or shadow.
   *
   * @param pixels grey values, one byte each; not changed
   * @return as many numbers
   */
  public static float[] normalized(byte[] pixels) {
    double sum = 0;
    for (byte pixel : pixels) {
      sum += Byte.toUnsignedInt(pixel);
    }
    double mean = sum / pixels.length;
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((Byte.toUnsignedInt(pixels[i]) - mean) / FaceNetwork.STANDARD_DEVIATION);
    }
    return values;
  }

  /**
   * Cuts a candidate out as the network is shown it. Beyond the picture, its edge goes on.
   *
   * @param grey the picture in grey, one byte a pixel; not changed
   * @param box the candidate in pixels of the picture, which it touches
   * @param target receives {@value #SIDE} x {@value #SIDE} grey values of 0 to 255, row by row
   */
  public static void cut(Mat grey, Rect2d box, byte[] target) {
    double half = CONTEXT / 2 * Math.max(box.width, box.height);
    double middleX = box.x + box.width / 2;
    double middleY = box.y + box.height / 2;
    int left = (int) Math.round(middleX - half);
    int top = (int) Math.round(middleY - half);
    int side = Math.max(1, (int) Math.round(2 * half));
    int insideLeft = Math.min(grey.cols() - 1, Math.max(0, left));
    int insideTop = Math.min(grey.rows() - 1, Math.max(0, top));
    int insideRight = Math.max(insideLeft + 1, Math.min(grey.cols(), left + side));
    int insideBottom = Math.max(insideTop + 1, Math.min(grey.rows(), top + side));
    Mat inside =
        grey.submat(
            new Rect(insideLeft, insideTop, insideRight - insideLeft, insideBottom - insideTop));
    Mat whole = new Mat();
    Mat resized = new Mat();
    try {
      Core.copyMakeBorder(
          inside,
          whole,
          Math.max(0, insideTop - top),
          Math.max(0, top + side - insideBottom),
          Math.max(0, insideLeft - left),
          Math.max(0, left + side - insideRight),
          Core.BORDER_REPLICATE | Core.BORDER_ISOLATED);
      Imgproc.resize(
          whole,
          resized,
          new Size(SIDE, SIDE),
          0,
          0,
          side > SIDE ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
      resized.get(0, 0, target);
    } finally {
      inside.release();
      whole.release();
      resized.release();
    }
  }
}
