// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
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
}
