// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** A face of average proportions whose eyes are two dots: the person's right red, the left blue. */
record SyntheticFace(FaceRegion region, Eyes eyes, double side) {

  static final Scalar RED = new Scalar(0, 0, 255);
  static final Scalar BLUE = new Scalar(255, 0, 0);

  /** The distance of the eyes as a fraction of the crop's side. */
  static final double EYE_DISTANCE = 0.375;

  /** The centre is that of the crop; the face is turned clockwise around it. */
  static SyntheticFace at(int centreX, int centreY, int boxSide, double degrees) {
    double side = FaceAligner.SIDE_PER_BOX * boxSide;
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double up = side * (0.5 - FaceAligner.EYE_LINE);
    double half = side * EYE_DISTANCE / 2;
    double down = side * (FaceAligner.BOX_CENTRE - 0.5);
    Point left = new Point(centreX + half * cos + up * sin, centreY + half * sin - up * cos);
    Point right = new Point(centreX - half * cos + up * sin, centreY - half * sin - up * cos);
    Eyes eyes = new Eyes(left, right);
    return new SyntheticFace(
        FaceRegion.of(
            (int) Math.round(centreX - down * sin - boxSide / 2.0),
            (int) Math.round(centreY + down * cos - boxSide / 2.0),
            boxSide,
            boxSide,
            eyes),
        eyes,
        side);
  }

  Mat draw(int width, int height) {
    Mat picture = new Mat(height, width, CvType.CV_8UC3, Scalar.all(128));
    dot(picture, eyes.right(), RED);
    dot(picture, eyes.left(), BLUE);
    return picture;
  }

  private void dot(Mat picture, Point place, Scalar colour) {
    int shift = 4;
    double unit = 1 << shift;
    // OpenCV's whole numbers are the middles of pixels.
    org.opencv.core.Point centre =
        new org.opencv.core.Point(
            Math.round((place.x() - 0.5) * unit), Math.round((place.y() - 0.5) * unit));
    Imgproc.circle(
        picture,
        centre,
        (int) (Math.max(1.5, side / 20) * unit),
        colour,
        Imgproc.FILLED,
        Imgproc.LINE_8,
        shift);
  }
}
