// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.Point;
import org.opencv.core.Rect2d;

/**
 * Reads boxes and points out of the embedded network's answer: for each cell of 8, 16 and then 32
 * pixels, row by row, 15 numbers. They are the logit of the score; the centre's offset from the
 * cell's upper left corner and the logarithms of width and height, in units of the cell; and, from
 * the centre in parts of width and height, the eyes, the nose and the corners of the mouth, of each
 * pair first the one on the left of the picture.
 *
 * @param width of the picture that the network saw, a multiple of {@value #LARGEST_STRIDE}
 * @param height likewise
 */
record CellDecoder(int width, int height) {

  /** The sides of the network's input are multiples of this, in pixels. */
  static final int LARGEST_STRIDE = 32;

  private static final int NUMBERS = 15;
  private static final int[] STRIDES = {8, 16, LARGEST_STRIDE};

  /** Beyond any face that fits into memory; keeps infinity away. */
  private static final double MOST_LOG_SIDE = 8;

  /** Takes a cell that may be that of a face. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Takes a cell.
     *
     * @param logit of its score
     * @param box in pixels of what the network saw
     * @param landmarks likewise
     */
    void visit(double logit, Rect2d box, FaceLandmarks landmarks);
  }

  /** Tells how many numbers the network answers. */
  int length() {
    int cells = 0;
    for (int stride : STRIDES) {
      cells += (width / stride) * (height / stride);
    }
    return NUMBERS * cells;
  }

  /** Shows the cells with at least that logit; cells without finite numbers are no faces. */
  void forEach(float[] answer, double leastLogit, Visitor visitor) {
    int at = 0;
    for (int stride : STRIDES) {
      for (int row = 0; row < height / stride; row++) {
        for (int column = 0; column < width / stride; column++) {
          if (answer[at] >= leastLogit && isFinite(answer, at)) {
            new Cell(answer, at, stride, column, row).show(visitor);
          }
          at += NUMBERS;
        }
      }
    }
  }

  private static boolean isFinite(float[] answer, int first) {
    for (int i = first; i < first + NUMBERS; i++) {
      if (!Float.isFinite(answer[i])) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Cell(float[] answer, int first, int stride, int column, int row) {

    void show(Visitor visitor) {
      double x = stride * (column + (double) answer[first + 1]);
      double y = stride * (row + (double) answer[first + 2]);
      double w = side(3);
      double h = side(4);
      Rect2d box = new Rect2d(x - w / 2, y - h / 2, w, h);
      FaceLandmarks landmarks =
          new FaceLandmarks(
              point(box, 7), point(box, 5), point(box, 9), point(box, 13), point(box, 11));
      visitor.visit(answer[first], box, landmarks);
    }

    private double side(int number) {
      return stride * Math.exp(Math.min(MOST_LOG_SIDE, answer[first + number]));
    }

    private Point point(Rect2d box, int number) {
      return new Point(
          box.x + box.width * (0.5 + answer[first + number]),
          box.y + box.height * (0.5 + answer[first + number + 1]));
    }
  }
}
