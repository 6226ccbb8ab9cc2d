// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.function.Consumer;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.RotatedRect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Paints shapes in a tone that is a little uneven, as hair, skin and cloth are. */
final class Brush {

  private static final double MOST_UNEVEN = 25;

  private final Draw draw;
  private final Mat canvas;
  private final Mat area;

  /**
   * Makes a brush.
   *
   * @param draw where chance comes from
   * @param canvas what is painted on
   * @param area as large as the canvas, becomes 255 wherever this brush paints
   */
  Brush(Draw draw, Mat canvas, Mat area) {
    this.draw = draw;
    this.canvas = canvas;
    this.area = area;
  }

  /** Paints an ellipse of two half axes, in pixels, turned by degrees. */
  void ellipse(double x, double y, double axisX, double axisY, double degrees, double tone) {
    Size sides = new Size(2 * axisX, 2 * axisY);
    Rect bounds = new RotatedRect(new Point(x, y), sides, degrees).boundingRect();
    paint(
        bounds,
        tone,
        mask ->
            Imgproc.ellipse(
                mask,
                new RotatedRect(new Point(x - bounds.x, y - bounds.y), sides, degrees),
                Scalar.all(Mask.OPAQUE),
                -1,
                Imgproc.LINE_AA));
  }

  /** Paints a line with round ends. */
  void line(Point from, Point to, double thickness, double tone) {
    int slack = (int) Math.ceil(thickness / 2) + 1;
    Rect bounds =
        new Rect(
            (int) Math.min(from.x, to.x) - slack,
            (int) Math.min(from.y, to.y) - slack,
            (int) Math.abs(from.x - to.x) + 2 * slack,
            (int) Math.abs(from.y - to.y) + 2 * slack);
    paint(
        bounds,
        tone,
        mask ->
            Imgproc.line(
                mask,
                new Point(from.x - bounds.x, from.y - bounds.y),
                new Point(to.x - bounds.x, to.y - bounds.y),
                Scalar.all(Mask.OPAQUE),
                (int) Math.max(1, Math.round(thickness)),
                Imgproc.LINE_AA));
  }

  private void paint(Rect bounds, double tone, Consumer<Mat> shape) {
    int left = Math.max(0, bounds.x);
    int top = Math.max(0, bounds.y);
    int right = Math.min(canvas.cols(), bounds.x + bounds.width);
    int bottom = Math.min(canvas.rows(), bounds.y + bounds.height);
    if (right <= left || bottom <= top) {
      return;
    }
    try (MatScope scope = new MatScope()) {
      Mat whole = scope.keep(Mat.zeros(bounds.size(), CvType.CV_8UC1));
      shape.accept(whole);
      Mat mask =
          scope.keep(
              whole.submat(top - bounds.y, bottom - bounds.y, left - bounds.x, right - bounds.x));
      int cells = draw.integer(2, 9);
      Mat uneven = scope.keep(new Mat(cells, cells, CvType.CV_8UC1));
      Core.randn(uneven, tone, draw.between(0, MOST_UNEVEN));
      Mat paint = scope.empty();
      Imgproc.resize(uneven, paint, mask.size(), 0, 0, Imgproc.INTER_LINEAR);
      Mask.blend(paint, mask, scope.keep(canvas.submat(top, bottom, left, right)));
      Mat painted = scope.keep(area.submat(top, bottom, left, right));
      Core.bitwise_or(painted, scope.keep(Mask.opaque(mask)), painted);
    }
  }
}
