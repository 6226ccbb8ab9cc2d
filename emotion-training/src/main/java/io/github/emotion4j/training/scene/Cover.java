// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Hides up to half of a face, as things, arms and the heads of others do. */
final class Cover {

  private final Backdrop backdrop;

  /**
   * Makes covers.
   *
   * @param backdrop what things that hide a face look like
   */
  Cover(Backdrop backdrop) {
    this.backdrop = backdrop;
  }

  /** Hides a part of a face. */
  void hide(Draw draw, Mat canvas, SceneFace face) {
    double kind = draw.between(0, 1);
    if (kind < 0.4) {
      hideByThing(draw, canvas, face);
      return;
    }
    try (MatScope scope = new MatScope()) {
      Mat area = scope.keep(Mat.zeros(canvas.size(), CvType.CV_8UC1));
      Brush brush = new Brush(draw, canvas, area);
      if (kind < 0.75) {
        hideByHead(draw, brush, face);
      } else {
        hideByArm(draw, brush, face);
      }
    }
  }

  private void hideByThing(Draw draw, Mat canvas, SceneFace face) {
    try (MatScope scope = new MatScope()) {
      double share = draw.between(0.15, 0.5);
      boolean fromSide = draw.chance(0.5);
      boolean fromFirst = draw.chance(fromSide ? 0.5 : 0.25); // left or above
      double across = face.width() * (fromSide ? share : 1.2);
      double down = face.height() * (fromSide ? 1.2 : share);
      double middleX =
          face.x() + (fromSide ? (fromFirst ? share / 2 : 1 - share / 2) : 0.5) * face.width();
      double middleY =
          face.y() + (fromSide ? 0.5 : (fromFirst ? share / 2 : 1 - share / 2)) * face.height();
      Mat shape = scope.keep(Mat.zeros(canvas.size(), CvType.CV_8UC1));
      double turn = Math.toDegrees(draw.normal(0.2));
      if (draw.chance(0.5)) {
        Imgproc.ellipse(
            shape,
            new Point(middleX, middleY),
            new Size(0.6 * across, 0.6 * down),
            turn,
            0,
            360,
            Scalar.all(255),
            -1);
      } else {
        Imgproc.rectangle(
            shape,
            new Point(middleX - across / 2, middleY - down / 2),
            new Point(middleX + across / 2, middleY + down / 2),
            Scalar.all(255),
            -1);
      }
      Mat piece = scope.keep(backdrop.paint(draw, canvas.cols()));
      piece.copyTo(canvas, shape);
    }
  }

  /** The hair of somebody who stands in front, from below. */
  private static void hideByHead(Draw draw, Brush brush, SceneFace face) {
    double top = face.y() + draw.between(0.45, 0.85) * face.height();
    double axisY = draw.between(0.6, 1) * face.height();
    brush.ellipse(
        face.x() + (0.5 + draw.normal(0.3)) * face.width(),
        top + axisY,
        draw.between(0.5, 0.95) * face.width(),
        axisY,
        draw.normal(10),
        Figure.hair(draw));
  }

  /** An arm that is held up, with a hand at its end. */
  private static void hideByArm(Draw draw, Brush brush, SceneFace face) {
    double thickness = draw.between(0.15, 0.4) * face.width();
    double x = face.x() + draw.between(0, 1) * face.width();
    double y = face.y() + draw.between(-0.5, 0.9) * face.height();
    double turn = draw.normal(0.5);
    double length = draw.between(1, 2.5) * face.height();
    Point hand = new Point(x, y);
    Point elbow = new Point(x + length * Math.sin(turn), y + length * Math.cos(turn));
    double skin = draw.between(40, 220);
    brush.line(elbow, hand, thickness, draw.chance(0.7) ? skin : draw.between(0, 255));
    double palm = thickness * draw.between(0.5, 0.9);
    brush.ellipse(x, y, palm, palm * draw.between(1, 1.5), Math.toDegrees(-turn), skin);
    int fingers = draw.integer(0, 4);
    for (int i = 0; i < fingers; i++) {
      double spread = turn + draw.normal(0.5);
      double finger = palm * draw.between(1.5, 2.8);
      brush.line(
          hand,
          new Point(x - finger * Math.sin(spread), y - finger * Math.cos(spread)),
          palm * draw.between(0.3, 0.6),
          skin);
    }
  }
}
