// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** What makes a picture of a face worse. */
public enum Degradation {
  /** Nothing. */
  NONE(0, 1, 0, 1),
  /** A Gaussian blur of one pixel. */
  BLUR_1(1, 1, 0, 1),
  /** Of one and a half. */
  BLUR_1_5(1.5, 1, 0, 1),
  /** Of two. */
  BLUR_2(2, 1, 0, 1),
  /** Of three. */
  BLUR_3(3, 1, 0, 1),
  /** A quarter of the light. */
  DARK_4(0, 0.25, 0, 1),
  /** An eighth. */
  DARK_8(0, 0.125, 0, 1),
  /** A sixteenth. */
  DARK_16(0, 0.0625, 0, 1),
  /** An eighth, and noise of a deviation of 3 of 255. */
  DARK_8_NOISY(0, 0.125, 3, 1),
  /** Twice the light, and white where that is too much. */
  BRIGHT_2(0, 2, 0, 1),
  /** Four times. */
  BRIGHT_4(0, 4, 0, 1),
  /** Two thirds of the size. */
  SIZE_32(0, 1, 0, 1.5),
  /** Half. */
  SIZE_24(0, 1, 0, 2),
  /** A third. */
  SIZE_16(0, 1, 0, 3),
  /** A quarter. */
  SIZE_12(0, 1, 0, 4);

  private final double blur;
  private final double light;
  private final double noise;
  private final double reduction;

  Degradation(double blur, double light, double noise, double reduction) {
    this.blur = blur;
    this.light = light;
    this.noise = noise;
    this.reduction = reduction;
  }

  /**
   * Makes a picture worse.
   *
   * @param picture {@code CV_8UC3}; not changed
   * @param worse receives the result
   */
  public void apply(Mat picture, Mat worse) {
    picture.copyTo(worse);
    if (reduction > 1) {
      Size size =
          new Size(Math.round(picture.cols() / reduction), Math.round(picture.rows() / reduction));
      Imgproc.resize(picture, worse, size, 0, 0, Imgproc.INTER_AREA);
    }
    if (blur > 0) {
      Imgproc.GaussianBlur(worse, worse, new Size(), blur);
    }
    worse.convertTo(worse, -1, light, 0);
    if (noise > 0) {
      addNoise(worse);
    }
  }

  private void addNoise(Mat worse) {
    Mat grey = new Mat(worse.size(), CvType.CV_16SC1);
    Mat random = new Mat();
    try {
      Core.randn(grey, 0, noise);
      Core.merge(List.of(grey, grey, grey), random);
      Core.add(worse, random, worse, new Mat(), CvType.CV_8UC3);
    } finally {
      grey.release();
      random.release();
    }
  }
}
