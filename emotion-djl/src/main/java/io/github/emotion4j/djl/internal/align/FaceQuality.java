// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.HeadPose;
import java.util.Optional;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * How far the picture of a face lets its emotions be read: a product of numbers in 0 to 1, each 1
 * where its property does no harm. All but the last are measured on the grey crop of 48x48 pixels.
 *
 * <ul>
 *   <li>Sharpness: deviation of the Laplacian over the deviation of the pixels. 0.07 and less (a
 *       blur of three pixels) gives 0, 0.45 gives 1. What is sharper than 1.2 is noise: 2.4 gives
 *       0.4.
 *   <li>Exposure: the deviation of the pixels, of 255; 2.5 gives 0, 14 gives 1. And the share of
 *       pixels that are white or black: 95 % gives 0, 25 % gives 1.
 *   <li>Size: side of the crop in pixels of the picture; 2 gives 0, 24 gives 1.
 *   <li>Pose: yaw and pitch together; up to 30 degrees give 1, 75 and more give 0.5.
 * </ul>
 *
 * <p>The first three were fitted by hand to how many of 521 degraded faces of FER2013's PublicTest
 * the embedded model reads right; the command {@code measure-quality} of the lab prints the curve.
 * The last is a guess: FER2013 says nothing about poses. Between two values a property falls in
 * proportion to its logarithm, the share of lost pixels and the pose in proportion to themselves.
 */
final class FaceQuality {

  private static final int SIDE = 48;
  private static final int BLACK = 1;
  private static final int WHITE = 254;

  private static final double MOST_BY_NOISE = 1;
  private static final double LEAST_BY_NOISE = 0.4;
  private static final double LEAST_BY_POSE = 0.5;

  private FaceQuality() {}

  static double of(Mat crop, double side, Optional<HeadPose> pose) {
    Mat grey = new Mat();
    Mat small = new Mat();
    Mat edges = new Mat();
    try {
      Imgproc.cvtColor(crop, grey, Imgproc.COLOR_BGR2GRAY);
      Imgproc.resize(grey, small, new Size(SIDE, SIDE), 0, 0, Imgproc.INTER_AREA);
      Imgproc.Laplacian(small, edges, CvType.CV_32F);
      double contrast = deviation(small);
      double sharpness = deviation(edges) / Math.max(1, contrast);
      return byLogarithm(sharpness, 0.07, 0.45)
          * (MOST_BY_NOISE - (MOST_BY_NOISE - LEAST_BY_NOISE) * byLogarithm(sharpness, 1.2, 2.4))
          * byLogarithm(contrast, 2.5, 14)
          * (1 - share(lostShare(small), 0.25, 0.95))
          * byLogarithm(side, 2, 24)
          * pose.map(FaceQuality::byPose).orElse(1.0);
    } finally {
      grey.release();
      small.release();
      edges.release();
    }
  }

  private static double byPose(HeadPose pose) {
    double away = Math.hypot(pose.yaw(), pose.pitch());
    return 1 - (1 - LEAST_BY_POSE) * share(away, 30, 75);
  }

  private static double deviation(Mat values) {
    MatOfDouble mean = new MatOfDouble();
    MatOfDouble deviation = new MatOfDouble();
    try {
      Core.meanStdDev(values, mean, deviation);
      return deviation.get(0, 0)[0];
    } finally {
      mean.release();
      deviation.release();
    }
  }

  /** The share of pixels that are as bright or as dark as can be. */
  private static double lostShare(Mat grey) {
    byte[] pixels = new byte[SIDE * SIDE];
    grey.get(0, 0, pixels);
    int lost = 0;
    for (byte pixel : pixels) {
      int value = Byte.toUnsignedInt(pixel);
      lost += value <= BLACK || value >= WHITE ? 1 : 0;
    }
    return (double) lost / pixels.length;
  }

  private static double byLogarithm(double value, double none, double all) {
    return value <= none ? 0 : share(Math.log(value), Math.log(none), Math.log(all));
  }

  private static double share(double value, double none, double all) {
    return Math.max(0, Math.min(1, (value - none) / (all - none)));
  }
}
