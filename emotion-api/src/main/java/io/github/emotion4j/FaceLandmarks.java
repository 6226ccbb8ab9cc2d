// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.function.UnaryOperator;

/**
 * Five points of a face, in pixels of the same picture as its {@link FaceRegion}. Sides are the
 * person's own, as in {@link Eyes}: the left eye of somebody who faces the camera is at the right
 * of the picture.
 *
 * <p>A detector says where a point should be even if it can't be seen: behind a hand, on the far
 * side of a profile, or outside the picture.
 *
 * @param leftEye centre of the person's left eye
 * @param rightEye centre of the person's right eye
 * @param nose tip of the nose
 * @param mouthLeft corner of the mouth on the person's left
 * @param mouthRight corner of the mouth on the person's right
 */
public record FaceLandmarks(
    Point leftEye, Point rightEye, Point nose, Point mouthLeft, Point mouthRight) {

  /**
   * Returns both eyes.
   *
   * @return the two points
   */
  public Eyes eyes() {
    return new Eyes(leftEye, rightEye);
  }

  /**
   * Moves all points alike, such as to another picture's scale.
   *
   * @param move tells where a point comes to lie
   * @return the five points after that
   */
  public FaceLandmarks moved(UnaryOperator<Point> move) {
    return new FaceLandmarks(
        move.apply(leftEye),
        move.apply(rightEye),
        move.apply(nose),
        move.apply(mouthLeft),
        move.apply(mouthRight));
  }
}
