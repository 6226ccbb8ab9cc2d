// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import java.util.List;
import org.opencv.core.Rect2d;

/**
 * The prior boxes of single-shot detectors with anchors (Liu et al., 2015, arXiv 1512.02325), in
 * the order of RetinaFace and of the Ultra-Light-Fast-Generic-Face-Detector: for each stride row by
 * row the sizes of that stride. A network tells for each prior how the face's box and points lie in
 * it.
 *
 * @param strides distances between priors in pixels
 * @param sizes sides of the square priors in pixels, a list for each stride
 */
record PriorBoxes(List<Integer> strides, List<List<Integer>> sizes) {

  /** Of RetinaFace with a MobileNet (Deng et al., 2019, arXiv 1905.00641). */
  static final PriorBoxes RETINA_FACE =
      new PriorBoxes(
          List.of(8, 16, 32), List.of(List.of(16, 32), List.of(64, 128), List.of(256, 512)));

  /** Of the Ultra-Light-Fast-Generic-Face-Detector. */
  static final PriorBoxes ULTRA_NET =
      new PriorBoxes(
          List.of(8, 16, 32, 64),
          List.of(List.of(10, 16, 24), List.of(32, 48), List.of(64, 96), List.of(128, 192, 256)));

  private static final double CENTRE_VARIANCE = 0.1;
  private static final double SIDE_VARIANCE = 0.2;
  private static final double MOST_LOG_RATIO = 6;

  /**
   * A prior.
   *
   * @param x middle in pixels
   * @param y middle in pixels
   * @param side length in pixels
   */
  record Prior(double x, double y, double side) {

    /** The box that four outputs from {@code first} on describe. */
    Rect2d box(float[] outputs, int first) {
      double width = side * ratio(outputs[first + 2]);
      double height = side * ratio(outputs[first + 3]);
      return new Rect2d(
          pointX(outputs[first]) - width / 2,
          pointY(outputs[first + 1]) - height / 2,
          width,
          height);
    }

    double pointX(double output) {
      return x + CENTRE_VARIANCE * side * output;
    }

    double pointY(double output) {
      return y + CENTRE_VARIANCE * side * output;
    }

    private static double ratio(double output) {
      return Math.exp(Math.min(MOST_LOG_RATIO, SIDE_VARIANCE * output));
    }
  }

  /** Counts the priors of a picture. */
  int count(int width, int height) {
    int count = 0;
    for (int level = 0; level < strides.size(); level++) {
      int stride = strides.get(level);
      count += ceil(width, stride) * ceil(height, stride) * sizes.get(level).size();
    }
    return count;
  }

  /** Takes a prior of a picture. */
  interface Visitor {
    void visit(int index, Prior prior);
  }

  /** Shows all priors of a picture in their order. */
  void forEach(int width, int height, Visitor visitor) {
    int index = 0;
    for (int level = 0; level < strides.size(); level++) {
      int stride = strides.get(level);
      int columns = ceil(width, stride);
      int rows = ceil(height, stride);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          for (int side : sizes.get(level)) {
            visitor.visit(index++, new Prior((column + 0.5) * stride, (row + 0.5) * stride, side));
          }
        }
      }
    }
  }

  private static int ceil(int side, int stride) {
    return (side + stride - 1) / stride;
  }
}
