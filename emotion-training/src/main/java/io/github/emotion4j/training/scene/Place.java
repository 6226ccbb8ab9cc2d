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
 * @param scaleX pixels of the scene for one of the crop; negative where it is mirrored
 * @param scaleY the same downwards
 * @param roll turn in radians
 * @param of the crop
 */
record Place(SceneFace box, double scaleX, double scaleY, double roll, FaceTemplate of) {

  private static final int SIDE = LabelledFace.SIDE;
  private static final double LEAST_VISIBLE = 0.75;
  private static final double MOST_ROLL = 40;

  /** Draws a place in a scene for a face of some size, the square root of its box's area. */
  static Place draw(Draw draw, FaceTemplate template, double faceSize, int sceneSize) {
    SceneFace box = template.box();
    boolean mirrored = draw.chance(0.5);
    double scale = faceSize / (box.size() * SIDE);
    double stretch = Math.exp(draw.normal(draw.chance(SceneComposer.MUCH_STRETCHED) ? 0.3 : 0.08));
    double scaleX = scale * stretch * (mirrored ? -1 : 1);
    double scaleY = scale / stretch;
    double roll = Math.toRadians(Math.max(-MOST_ROLL, Math.min(MOST_ROLL, draw.normal(14))));
    double cos = Math.cos(roll);
    double sin = Math.sin(roll);
    double across = box.width() * SIDE * Math.abs(scaleX);
    double down = box.height() * SIDE * scaleY;
    // The upright box of a turned ellipse.
    double width = Math.hypot(across * cos, down * sin);
    double height = Math.hypot(across * sin, down * cos);
    double outX = (1 - LEAST_VISIBLE) * width;
    double outY = (1 - LEAST_VISIBLE) * height;
    double centreX = draw.between(width / 2 - outX, sceneSize - width / 2 + outX);
    double centreY = draw.between(height / 2 - outY, sceneSize - height / 2 + outY);
    double[] first = {box.rightEyeX(), box.rightEyeY()};
    double[] second = {box.leftEyeX(), box.leftEyeY()};
    double[][] eyes = mirrored ? new double[][] {second, first} : new double[][] {first, second};
    double[][] moved = new double[2][];
    for (int i = 0; i < 2; i++) {
      double x = (eyes[i][0] - box.x() - box.width() / 2) * SIDE * scaleX;
      double y = (eyes[i][1] - box.y() - box.height() / 2) * SIDE * scaleY;
      moved[i] = new double[] {centreX + x * cos - y * sin, centreY + x * sin + y * cos};
    }
    SceneFace face =
        new SceneFace(
            centreX - width / 2,
            centreY - height / 2,
            width,
            height,
            moved[0][0],
            moved[0][1],
            moved[1][0],
            moved[1][1]);
    return new Place(face, scaleX, scaleY, roll, template);
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
    SceneFace inCrop = of.box();
    double cos = Math.cos(roll);
    double sin = Math.sin(roll);
    double middleX = border + SIDE * (inCrop.x() + inCrop.width() / 2) - 0.5;
    double middleY = border + SIDE * (inCrop.y() + inCrop.height() / 2) - 0.5;
    double a = scaleX * cos;
    double b = -scaleY * sin;
    double c = scaleX * sin;
    double d = scaleY * cos;
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
