// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/** What masks do: 255 where something is opaque, 0 where nothing of it is seen. */
final class Mask {

  static final double OPAQUE = 255;

  private Mask() {}

  /** Shows a piece on a target of the same size, through a mask. */
  static void blend(Mat piece, Mat mask, Mat target) {
    try (MatScope scope = new MatScope()) {
      Mat share = scope.empty();
      mask.convertTo(share, CvType.CV_32FC1, 1 / OPAQUE);
      Mat rest = scope.empty();
      mask.convertTo(rest, CvType.CV_32FC1, -1 / OPAQUE, 1);
      Imgproc.blendLinear(piece, target, share, rest, target);
    }
  }

  /** Where a mask is opaque by more than a half, as 255 and 0; the caller releases it. */
  static Mat opaque(Mat mask) {
    Mat opaque = new Mat();
    Imgproc.threshold(mask, opaque, 127, OPAQUE, Imgproc.THRESH_BINARY);
    return opaque;
  }
}
