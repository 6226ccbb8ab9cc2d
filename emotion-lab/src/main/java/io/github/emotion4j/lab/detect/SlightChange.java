// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.image.BufferedImage;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Changes of a picture that hardly show, as between frames of a video. */
final class SlightChange {

  private static final double NOISE = 4;

  private SlightChange() {}

  /**
   * Changes a picture: shifted by half a pixel, larger by 1 %, with noise of a deviation of 4 of
   * 255. Its faces stay where they are, to within a pixel or a hundredth.
   */
  static List<BufferedImage> of(BufferedImage image) {
    Mat picture = OpenCv.toBgr(image);
    try {
      return List.of(warped(picture, 1, 0.5), warped(picture, 1.01, 0), noisy(picture));
    } finally {
      picture.release();
    }
  }

  private static BufferedImage warped(Mat picture, double scale, double shift) {
    Mat matrix = new Mat(2, 3, CvType.CV_64F);
    Mat warped = new Mat();
    try {
      double x = shift + (1 - scale) * picture.cols() / 2;
      double y = shift + (1 - scale) * picture.rows() / 2;
      matrix.put(0, 0, scale, 0, x, 0, scale, y);
      Size size = picture.size();
      Imgproc.warpAffine(
          picture, warped, matrix, size, Imgproc.INTER_LINEAR, Core.BORDER_REPLICATE);
      return OpenCv.toImage(warped);
    } finally {
      matrix.release();
      warped.release();
    }
  }

  private static BufferedImage noisy(Mat picture) {
    Mat noise = new Mat(picture.size(), CvType.CV_16SC3);
    Mat sum = new Mat();
    try {
      Core.setRNGSeed(1);
      Core.randn(noise, 0, NOISE);
      picture.convertTo(sum, CvType.CV_16SC3);
      Core.add(sum, noise, sum);
      sum.convertTo(sum, CvType.CV_8UC3);
      return OpenCv.toImage(sum);
    } finally {
      noise.release();
      sum.release();
    }
  }
}
