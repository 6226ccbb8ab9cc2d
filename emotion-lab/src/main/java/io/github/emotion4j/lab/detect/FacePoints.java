// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.FaceRegion;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Four annotated points of a face; left is the viewer's.
 *
 * @param leftEye centre of the eye that is on the left of the picture
 * @param rightEye centre of the other
 * @param nose its tip
 * @param mouth its centre
 */
public record FacePoints(Point2D leftEye, Point2D rightEye, Point2D nose, Point2D mouth) {

  /**
   * Returns the distance between the eyes.
   *
   * @return in pixels
   */
  public double eyeDistance() {
    return leftEye.distance(rightEye);
  }

  /**
   * Tells whether a box can be that of this face: the points lie within it or hardly outside, and
   * its longer side fits their distances.
   *
   * @param region a box
   * @return whether it may be
   */
  public boolean fits(FaceRegion region) {
    double apart = Math.abs(rightEye.getX() - leftEye.getX());
    double down = Math.abs(mouth.getY() - (leftEye.getY() + rightEye.getY()) / 2);
    double size = Math.max(1, Math.max(apart, down));
    double longer = Math.max(region.width(), region.height());
    Rectangle2D around =
        new Rectangle2D.Double(
            region.x() - 0.1 * region.width(),
            region.y() - 0.1 * region.height(),
            1.2 * region.width(),
            1.2 * region.height());
    return List.of(leftEye, rightEye, nose, mouth).stream().allMatch(p -> within(around, p))
        && longer >= 1.2 * size
        && longer <= 5 * size;
  }

  private static boolean within(Rectangle2D box, Point2D point) {
    return point.getX() >= box.getMinX()
        && point.getX() <= box.getMaxX()
        && point.getY() >= box.getMinY()
        && point.getY() <= box.getMaxY();
  }
}
