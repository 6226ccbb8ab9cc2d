// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.awt.geom.AffineTransform;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * A square in a picture, turned like the face in it.
 *
 * @param centreX of the square, in pixels from the picture's left edge
 * @param centreY of the square, in pixels from the picture's upper edge
 * @param side length in pixels
 * @param roll clockwise angle between the picture's rows and the square's, in radians
 */
record FaceCrop(double centreX, double centreY, double side, double roll) {

  /** Larger crops are first reduced to this multiple of the wanted size, which bounds memory. */
  private static final int MOST_OVERSAMPLING = 4;

  /** How far bicubic interpolation looks beyond a point, in pixels, with one to spare. */
  private static final int INTERPOLATION_REACH = 3;

  static FaceCrop whole(Size picture) {
    return new FaceCrop(
        picture.width / 2, picture.height / 2, Math.max(picture.width, picture.height), 0);
  }

  static FaceCrop around(FaceRegion region) {
    double side = FaceAligner.SIDE_PER_BOX * Math.sqrt((double) region.width() * region.height());
    double boxX = region.x() + region.width() / 2.0;
    double boxY = region.y() + region.height() / 2.0;
    return region
        .eyes()
        .map(eyes -> around(boxX, boxY, side, eyes))
        .orElseGet(() -> new FaceCrop(boxX, boxY + side * (0.5 - FaceAligner.BOX_CENTRE), side, 0));
  }

  private static FaceCrop around(double boxX, double boxY, double boxSide, Eyes eyes) {
    Point left = eyes.left();
    Point right = eyes.right();
    double distance = Math.hypot(left.x() - right.x(), left.y() - right.y());
    double side = Math.max(boxSide, distance / FaceAligner.MOST_EYE_DISTANCE);
    double roll =
        distance < FaceAligner.LEAST_EYE_DISTANCE * side
            ? 0
            : Math.atan2(left.y() - right.y(), left.x() - right.x());
    // Two opinions on the centre, each displaced along the face's own vertical.
    double down = side * (0.5 - (FaceAligner.EYE_LINE + FaceAligner.BOX_CENTRE) / 2);
    double x = (boxX + (left.x() + right.x()) / 2) / 2;
    double y = (boxY + (left.y() + right.y()) / 2) / 2;
    return new FaceCrop(x - down * Math.sin(roll), y + down * Math.cos(roll), side, roll);
  }

  /** Returns what brings the unit square onto this one. */
  AffineTransform place() {
    AffineTransform place = AffineTransform.getTranslateInstance(centreX, centreY);
    place.rotate(roll);
    place.scale(side, side);
    place.translate(-0.5, -0.5);
    return place;
  }

  /** Returns a box stretched to size x size, as a new matrix, owned by the caller. */
  static Mat box(Mat picture, FaceRegion region, int size) {
    Mat part = picture.submat(new Rect(region.x(), region.y(), region.width(), region.height()));
    Mat face = new Mat();
    try {
      Imgproc.resize(part, face, new Size(size, size), 0, 0, Imgproc.INTER_LINEAR);
      return face;
    } finally {
      part.release();
    }
  }

  /** Returns the crop as a new matrix of size x size, owned by the caller. */
  Mat from(Mat picture, int size) {
    int turnedSide = (int) Math.max(size, Math.min(Math.rint(side), MOST_OVERSAMPLING * size));
    Rect bounds = bounds(picture.cols(), picture.rows());
    Mat part = picture.submat(bounds);
    Mat reduced = new Mat();
    Mat turned = new Mat();
    try {
      if (side > MOST_OVERSAMPLING * size) {
        Size reducedSize =
            new Size(
                Math.max(1, Math.round(bounds.width * turnedSide / side)),
                Math.max(1, Math.round(bounds.height * turnedSide / side)));
        Imgproc.resize(part, reduced, reducedSize, 0, 0, Imgproc.INTER_AREA);
      } else {
        part.assignTo(reduced);
      }
      int interpolation = side < size ? Imgproc.INTER_CUBIC : Imgproc.INTER_LINEAR;
      turn(reduced, bounds, turned, turnedSide, interpolation);
      Mat face = new Mat();
      Imgproc.resize(turned, face, new Size(size, size), 0, 0, Imgproc.INTER_AREA);
      return face;
    } finally {
      part.release();
      reduced.release();
      turned.release();
    }
  }

  /** Returns the part of the picture that the crop needs; at least one pixel. */
  private Rect bounds(int columns, int rows) {
    double reach =
        side / 2 * (Math.abs(Math.cos(roll)) + Math.abs(Math.sin(roll))) + INTERPOLATION_REACH;
    int left = clamp(Math.floor(centreX - reach), 0, columns - 1);
    int top = clamp(Math.floor(centreY - reach), 0, rows - 1);
    int right = clamp(Math.ceil(centreX + reach), left + 1, columns);
    int bottom = clamp(Math.ceil(centreY + reach), top + 1, rows);
    return new Rect(left, top, right - left, bottom - top);
  }

  private static int clamp(double value, int least, int most) {
    return (int) Math.min(most, Math.max(least, value));
  }

  private void turn(Mat part, Rect bounds, Mat turned, int turnedSide, int interpolation) {
    double scaleX = (double) part.cols() / bounds.width;
    double scaleY = (double) part.rows() / bounds.height;
    double cos = side / turnedSide * Math.cos(roll);
    double sin = side / turnedSide * Math.sin(roll);
    // OpenCV counts from the middle of the first pixel, regions from its corner: half a pixel
    // apart.
    double first = (1 - turnedSide) / 2.0;
    double x = centreX - bounds.x + (cos - sin) * first;
    double y = centreY - bounds.y + (sin + cos) * first;
    Mat toPart = new Mat(2, 3, CvType.CV_64F);
    try {
      toPart.put(
          0,
          0,
          scaleX * cos,
          -scaleX * sin,
          scaleX * x - 0.5,
          scaleY * sin,
          scaleY * cos,
          scaleY * y - 0.5);
      Imgproc.warpAffine(
          part,
          turned,
          toPart,
          new Size(turnedSide, turnedSide),
          Imgproc.WARP_INVERSE_MAP | interpolation,
          Core.BORDER_REPLICATE);
    } finally {
      toPart.release();
    }
  }
}
