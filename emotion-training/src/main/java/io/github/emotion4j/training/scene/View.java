// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * How a photograph is seen: one of its points comes to another, scaled, stretched, mirrored and
 * turned.
 */
record View(
    double fromX,
    double fromY,
    double toX,
    double toY,
    double scale,
    double stretch,
    boolean mirrored,
    double roll) {

  private double[] place(double x, double y) {
    double across = (mirrored ? -scale : scale) * stretch * (x - fromX);
    double down = scale / stretch * (y - fromY);
    return new double[] {
      toX + across * Math.cos(roll) - down * Math.sin(roll),
      toY + across * Math.sin(roll) + down * Math.cos(roll)
    };
  }

  SceneFace of(SceneFace face) {
    double[] centre = place(face.x() + face.width() / 2, face.y() + face.height() / 2);
    double[] right = place(face.rightEyeX(), face.rightEyeY());
    double[] left = place(face.leftEyeX(), face.leftEyeY());
    double[] first = mirrored ? left : right;
    double[] second = mirrored ? right : left;
    double cos = Math.cos(roll);
    double sin = Math.sin(roll);
    // The upright box of a turned ellipse.
    double across = scale * stretch * face.width();
    double down = scale / stretch * face.height();
    double width = Math.hypot(across * cos, down * sin);
    double height = Math.hypot(across * sin, down * cos);
    return new SceneFace(
        centre[0] - width / 2,
        centre[1] - height / 2,
        width,
        height,
        first[0],
        first[1],
        second[0],
        second[1]);
  }

  /** Shows the photograph on a canvas; gives 255 where it lies, and 0 around. */
  Mat show(Mat photograph, Mat canvas) {
    Mat everywhere = new Mat(canvas.size(), CvType.CV_8UC1, Scalar.all(Mask.OPAQUE));
    try {
      return show(photograph, canvas, everywhere);
    } finally {
      everywhere.release();
    }
  }

  /**
   * Shows a part of the photograph on a canvas.
   *
   * @param photograph the picture
   * @param canvas what it is shown on
   * @param outline 255 in the part of the canvas that it may be shown in, 0 around; between them it
   *     shows through
   * @return what is shown of it, likewise; the caller releases it
   */
  Mat show(Mat photograph, Mat canvas, Mat outline) {
    try (MatScope scope = new MatScope()) {
      // Only what is seen is reduced, and before it is turned, so that nothing aliases.
      double slack = Math.max(stretch, 1 / stretch);
      double reach = slack * (Math.hypot(canvas.cols(), canvas.rows()) + 8) / scale;
      int left = (int) Math.max(0, Math.floor(fromX - reach));
      int top = (int) Math.max(0, Math.floor(fromY - reach));
      int right = (int) Math.min(photograph.cols(), Math.ceil(fromX + reach));
      int bottom = (int) Math.min(photograph.rows(), Math.ceil(fromY + reach));
      Mat part = scope.keep(photograph.submat(new Rect(left, top, right - left, bottom - top)));
      double reduced = Math.min(1, scale);
      Mat small = scope.empty();
      Imgproc.resize(
          part,
          small,
          new Size(
              Math.max(1, Math.round(reduced * part.cols())),
              Math.max(1, Math.round(reduced * part.rows()))),
          0,
          0,
          Imgproc.INTER_AREA);
      double stepX = (double) part.cols() / small.cols();
      double stepY = (double) part.rows() / small.rows();
      double[] origin = place(left, top);
      double[] across = place(left + stepX, top);
      double[] down = place(left, top + stepY);
      double a = across[0] - origin[0];
      double b = down[0] - origin[0];
      double c = across[1] - origin[1];
      double d = down[1] - origin[1];
      Mat transform = scope.keep(new Mat(2, 3, CvType.CV_64F));
      transform.put(
          0, 0, a, b, origin[0] + 0.5 * (a + b) - 0.5, c, d, origin[1] + 0.5 * (c + d) - 0.5);
      Mat seen = scope.empty();
      Imgproc.warpAffine(small, seen, transform, canvas.size(), Imgproc.INTER_LINEAR);
      Mat opaque = scope.keep(new Mat(small.size(), CvType.CV_8UC1, Scalar.all(Mask.OPAQUE)));
      Mat area = scope.empty();
      Imgproc.warpAffine(opaque, area, transform, canvas.size(), Imgproc.INTER_NEAREST);
      Mat shown = new Mat();
      Core.bitwise_and(area, outline, shown);
      Mask.blend(seen, shown, canvas);
      return shown;
    }
  }
}
