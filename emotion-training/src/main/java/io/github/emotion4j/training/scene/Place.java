// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.training.dataset.LabelledFace;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;

/**
 * Where a face crop comes to lie in a scene: scaled, perhaps mirrored, and turned about the middle
 * of its box.
 *
 * @param box the face in the scene
 * @param view how the crop, of 48 pixels, is seen
 * @param of the crop
 */
record Place(SceneFace box, View view, FaceTemplate of) {

  private static final int SIDE = LabelledFace.SIDE;
  private static final double LEAST_VISIBLE = 0.75;
  private static final double MOST_ROLL = 40;

  /** Draws a place in a scene for a face of some size, the square root of its box's area. */
  static Place draw(Draw draw, FaceTemplate template, double faceSize, int sceneSize) {
    SceneFace box = template.box().times(SIDE);
    boolean mirrored = draw.chance(0.5);
    double scale = faceSize / box.size();
    double stretch = draw.stretch(0.08);
    double roll = Math.toRadians(Math.max(-MOST_ROLL, Math.min(MOST_ROLL, draw.normal(14))));
    double fromX = box.x() + box.width() / 2;
    double fromY = box.y() + box.height() / 2;
    SceneFace shape = new View(fromX, fromY, 0, 0, scale, stretch, mirrored, roll).of(box);
    double leastX = (LEAST_VISIBLE - 0.5) * shape.width();
    double leastY = (LEAST_VISIBLE - 0.5) * shape.height();
    double toX = draw.between(leastX, sceneSize - leastX);
    double toY = draw.between(leastY, sceneSize - leastY);
    View view = new View(fromX, fromY, toX, toY, scale, stretch, mirrored, roll);
    return new Place(view.of(box), view, template);
  }

  /** Pixels of the scene for one of the crop, across; negative where it is mirrored. */
  double scaleX() {
    return (view.mirrored() ? -1 : 1) * view.scale() * view.stretch();
  }

  /** Pixels of the scene for one of the crop, downwards. */
  double scaleY() {
    return view.scale() / view.stretch();
  }

  /** The turn in radians. */
  double roll() {
    return view.roll();
  }

  double centreX() {
    return box.x() + box.width() / 2;
  }

  double centreY() {
    return box.y() + box.height() / 2;
  }

  /** Tells whether it would lie on one of others. */
  boolean isTaken(Iterable<Place> others, double mostOverlap) {
    for (Place other : others) {
      if (other.box().overlap(box) > mostOverlap) {
        return true;
      }
    }
    return false;
  }

  /** How a crop within a border is moved into an area of the scene, as a matrix of 2 x 3. */
  Mat transform(int border, Rect area) {
    double cos = Math.cos(roll());
    double sin = Math.sin(roll());
    double middleX = border + view.fromX() - 0.5;
    double middleY = border + view.fromY() - 0.5;
    double a = scaleX() * cos;
    double b = -scaleY() * sin;
    double c = scaleX() * sin;
    double d = scaleY() * cos;
    Mat transform = new Mat(2, 3, CvType.CV_64F);
    transform.put(
        0,
        0,
        a,
        b,
        centreX() - area.x - 0.5 - a * middleX - b * middleY,
        c,
        d,
        centreY() - area.y - 0.5 - c * middleX - d * middleY);
    return transform;
  }
}
