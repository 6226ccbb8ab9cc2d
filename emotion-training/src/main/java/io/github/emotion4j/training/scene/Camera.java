// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** What a camera does to a scene: exposure, blur or sharpening, noise and compression. */
final class Camera {

  private Camera() {}

  /** Takes a picture of a square canvas with faces on it. */
  static Scene photograph(Draw draw, Mat canvas, List<SceneFace> faces, List<SceneFace> uncertain) {
    Mat picture = photograph(draw, canvas);
    try {
      byte[] pixels = new byte[picture.rows() * picture.cols()];
      picture.get(0, 0, pixels);
      return new Scene(picture.cols(), pixels, faces, uncertain);
    } finally {
      picture.release();
    }
  }

  /** Takes a picture; the caller releases both. */
  private static Mat photograph(Draw draw, Mat canvas) {
    try (MatScope scope = new MatScope()) {
      Mat picture = scope.empty();
      double gamma = draw.logarithmic(0.6, 1.6);
      Mat table = scope.keep(new Mat(1, 256, CvType.CV_8UC1));
      byte[] tones = new byte[256];
      double contrast = draw.logarithmic(0.6, 1.1);
      double base = draw.between(0, 1 - Math.min(1, contrast));
      for (int i = 0; i < tones.length; i++) {
        double tone = base + contrast * Math.pow(i / 255.0, gamma);
        tones[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, tone)));
      }
      table.put(0, 0, tones);
      Core.LUT(canvas, table, picture);
      double sharpness = draw.between(0, 1);
      if (sharpness < 0.35) {
        Imgproc.GaussianBlur(picture, picture, new Size(), draw.between(0.4, 1.3));
      } else if (sharpness > 0.65) {
        Mat blurred = scope.empty();
        Imgproc.GaussianBlur(picture, blurred, new Size(), draw.between(0.8, 2));
        double amount = draw.between(0.3, 1.5);
        Core.addWeighted(picture, 1 + amount, blurred, -amount, 0, picture);
      }
      if (draw.chance(0.5)) {
        Mat noise = scope.keep(new Mat(canvas.size(), CvType.CV_16SC1));
        Core.randn(noise, 0, draw.logarithmic(1, 14));
        Core.add(picture, noise, picture, new Mat(), CvType.CV_8UC1);
      }
      return draw.chance(0.35) ? compressed(picture, draw.integer(25, 90)) : picture.clone();
    }
  }

  private static Mat compressed(Mat picture, int quality) {
    MatOfByte jpeg = new MatOfByte();
    MatOfInt settings = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, quality);
    try {
      Imgcodecs.imencode(".jpg", picture, jpeg, settings);
      return Imgcodecs.imdecode(jpeg, Imgcodecs.IMREAD_GRAYSCALE);
    } finally {
      jpeg.release();
      settings.release();
    }
  }
}
