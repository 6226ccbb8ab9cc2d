// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.Point;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.util.List;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Cuts a face out so that its five points come nearest to where networks for face recognition
 * expect them: the similarity of least squares (Umeyama, 1991, for two dimensions without
 * mirroring).
 */
final class FivePoints {

  /** The crop that the places are for. */
  private static final double SIDE = 112;

  /** Right eye, left eye, nose, right and left corner of the mouth; as OpenCV Zoo has them. */
  private static final List<Point> PLACES =
      List.of(
          new Point(38.2946, 51.6963),
          new Point(73.5318, 51.5014),
          new Point(56.0252, 71.7366),
          new Point(41.5493, 92.3655),
          new Point(70.7299, 92.2041));

  private FivePoints() {}

  static Mat align(Mat picture, FaceLandmarks face, int size) {
    AffineTransform toCrop = AffineTransform.getScaleInstance(size / SIDE, size / SIDE);
    toCrop.concatenate(toPlaces(face));
    Mat turn = new Mat(2, 3, CvType.CV_64F);
    Mat crop = new Mat();
    try {
      turn.put(
          0,
          0,
          toCrop.getScaleX(),
          toCrop.getShearX(),
          toCrop.getTranslateX(),
          toCrop.getShearY(),
          toCrop.getScaleY(),
          toCrop.getTranslateY());
      Imgproc.warpAffine(picture, crop, turn, new Size(size, size));
      return crop;
    } finally {
      turn.release();
    }
  }

  /** Returns what brings the unit square, which is the crop, into the picture. */
  static AffineTransform place(FaceLandmarks face) {
    try {
      AffineTransform place = toPlaces(face).createInverse();
      place.scale(SIDE, SIDE);
      return place;
    } catch (NoninvertibleTransformException e) {
      throw new IllegalArgumentException("The points of the face lie in one place", e);
    }
  }

  /** Returns what brings the points of a face nearest to their places. */
  private static AffineTransform toPlaces(FaceLandmarks face) {
    List<Point> seen =
        List.of(face.rightEye(), face.leftEye(), face.nose(), face.mouthRight(), face.mouthLeft());
    Point from = mean(seen);
    Point to = mean(PLACES);
    double along = 0;
    double across = 0;
    double spread = 0;
    for (int i = 0; i < seen.size(); i++) {
      double x = seen.get(i).x() - from.x();
      double y = seen.get(i).y() - from.y();
      double u = PLACES.get(i).x() - to.x();
      double v = PLACES.get(i).y() - to.y();
      along += x * u + y * v;
      across += x * v - y * u;
      spread += x * x + y * y;
    }
    double cos = spread > 0 ? along / spread : 1;
    double sin = spread > 0 ? across / spread : 0;
    return new AffineTransform(
        cos,
        sin,
        -sin,
        cos,
        to.x() - cos * from.x() + sin * from.y(),
        to.y() - sin * from.x() - cos * from.y());
  }

  private static Point mean(List<Point> points) {
    return new Point(
        points.stream().mapToDouble(Point::x).average().orElseThrow(),
        points.stream().mapToDouble(Point::y).average().orElseThrow());
  }
}
