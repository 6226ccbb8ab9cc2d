// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.Point;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Turns pictures about their middle, onto a grey canvas that holds all of them.
 *
 * @param degrees clockwise
 */
public record Turn(double degrees) {

  private static final Scalar GREY = Scalar.all(128);

  /**
   * Turns a picture.
   *
   * @param image the picture; not changed
   * @return another picture, larger
   */
  public BufferedImage of(BufferedImage image) {
    Mat upright = OpenCv.toBgr(image);
    Mat turned = new Mat();
    Mat matrix = Imgproc.getRotationMatrix2D(middle(upright.size()), -degrees, 1);
    try {
      Size size = canvas(upright.size());
      for (int row = 0; row < 2; row++) {
        double shift = row == 0 ? size.width - upright.cols() : size.height - upright.rows();
        matrix.put(row, 2, matrix.get(row, 2)[0] + shift / 2);
      }
      Imgproc.warpAffine(
          upright, turned, matrix, size, Imgproc.INTER_LINEAR, Core.BORDER_CONSTANT, GREY);
      return OpenCv.toImage(turned);
    } finally {
      upright.release();
      turned.release();
      matrix.release();
    }
  }

  /**
   * Tells where a point comes to lie.
   *
   * @param point in the upright picture
   * @param image the upright picture
   * @return the same point in the turned one
   */
  public Point of(Point point, BufferedImage image) {
    Size size = canvas(new Size(image.getWidth(), image.getHeight()));
    double x = point.x() - image.getWidth() / 2.0;
    double y = point.y() - image.getHeight() / 2.0;
    double angle = Math.toRadians(degrees);
    return new Point(
        size.width / 2 + x * Math.cos(angle) - y * Math.sin(angle),
        size.height / 2 + x * Math.sin(angle) + y * Math.cos(angle));
  }

  private Size canvas(Size picture) {
    double cos = Math.abs(Math.cos(Math.toRadians(degrees)));
    double sin = Math.abs(Math.sin(Math.toRadians(degrees)));
    return new Size(
        Math.ceil(picture.width * cos + picture.height * sin),
        Math.ceil(picture.width * sin + picture.height * cos));
  }

  private static org.opencv.core.Point middle(Size picture) {
    return new org.opencv.core.Point(picture.width / 2, picture.height / 2);
  }
}
