package io.github.emotion4j.training.scene;

import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** What is behind the faces of a scene: pieces of pictures without faces, and textures. */
final class Backdrop {

  private final List<Mat> pictures;

  Backdrop(List<Mat> pictures) {
    this.pictures = pictures;
  }

  /** Fills a square picture; the caller releases it. */
  Mat paint(Draw draw, int side) {
    if (pictures.isEmpty() || draw.chance(0.2)) {
      return Textures.texture(draw, side);
    }
    Mat photo = pictures.get(draw.below(pictures.size()));
    int shorter = Math.min(photo.cols(), photo.rows());
    int cut = (int) draw.logarithmic(Math.min(shorter, Math.max(24, side / 2.0)), shorter);
    Rect part =
        new Rect(draw.below(photo.cols() - cut + 1), draw.below(photo.rows() - cut + 1), cut, cut);
    Mat piece = photo.submat(part);
    Mat resized = new Mat();
    Imgproc.resize(
        piece,
        resized,
        new Size(side, side),
        0,
        0,
        cut > side ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
    piece.release();
    if (draw.chance(0.5)) {
      Core.flip(resized, resized, 1);
    }
    return resized;
  }

  /** Hides up to half of a face, as hands, hats and other people do. */
  void cover(Draw draw, Mat canvas, SceneFace face) {
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
      Mat piece = scope.keep(paint(draw, canvas.cols()));
      piece.copyTo(canvas, shape);
    }
  }
}
