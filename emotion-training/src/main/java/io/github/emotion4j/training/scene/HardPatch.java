// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.training.dataset.LabelledFace;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * A piece of background that a network took for a face, with as much around it as crops have.
 *
 * @param pixels its grey pixels row by row, one byte each; shared, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of them: not copied, as documented
public record HardPatch(byte[] pixels) {

  private static final int SIDE = 2 * LabelledFace.SIDE;

  /**
   * Cuts a piece out of a scene.
   *
   * @param scene the scene
   * @param x horizontal middle of the false face, in pixels
   * @param y vertical middle of the false face, in pixels
   * @param faceSize its size in pixels
   * @return the piece
   */
  public static HardPatch of(Scene scene, double x, double y, double faceSize) {
    // A face is nine tenths of a crop, and a crop is half of a piece.
    int side = (int) Math.min(scene.size(), Math.max(4, Math.round(2 * faceSize / 0.9)));
    int left = clamp(x - side / 2.0, scene.size() - side);
    int top = clamp(y - side / 2.0, scene.size() - side);
    try (MatScope scope = new MatScope()) {
      Mat picture = scope.keep(new Mat(scene.size(), scene.size(), CvType.CV_8UC1));
      picture.put(0, 0, scene.pixels());
      Mat piece = scope.keep(picture.submat(new Rect(left, top, side, side)));
      Mat resized = scope.empty();
      Imgproc.resize(
          piece,
          resized,
          new Size(SIDE, SIDE),
          0,
          0,
          side > SIDE ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
      byte[] pixels = new byte[SIDE * SIDE];
      resized.get(0, 0, pixels);
      return new HardPatch(pixels);
    }
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(value)));
  }

  /** The piece as a new matrix, owned by the caller. */
  Mat toMat() {
    Mat piece = new Mat(SIDE, SIDE, CvType.CV_8UC1);
    piece.put(0, 0, pixels);
    return piece;
  }
}
