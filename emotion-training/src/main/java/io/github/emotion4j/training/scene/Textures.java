// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Grey pictures made by the program: clouds, stripes, shapes, writing, strands and ornaments. */
final class Textures {

  private static final String LETTERS = "ABCDEFGHKMNORSTUVWXZabcdeghkmnorstuz0123456789&?%";

  private Textures() {}

  /** Fills a square picture. */
  static Mat texture(Draw draw, int size) {
    Mat picture = clouds(draw, size);
    switch (draw.below(6)) {
      case 0 -> shapes(draw, picture);
      case 1 -> writing(draw, picture);
      case 2 -> stripes(draw, picture);
      case 3 -> strands(draw, picture);
      case 4 -> ornaments(draw, picture);
      default -> {
        // clouds alone
      }
    }
    return picture;
  }

  /** Noise of several scales, as in clouds, walls and foliage. */
  private static Mat clouds(Draw draw, int size) {
    try (MatScope scope = new MatScope()) {
      Mat sum = scope.keep(new Mat(size, size, CvType.CV_32FC1, Scalar.all(draw.between(30, 225))));
      double decay = draw.between(0.3, 1.1);
      double strength = draw.between(10, 70);
      for (int cells = draw.integer(2, 5); cells < size; cells *= 2) {
        Mat noise = scope.keep(new Mat(cells, cells, CvType.CV_32FC1));
        Core.randn(noise, 0, strength);
        Mat smooth = scope.empty();
        Imgproc.resize(noise, smooth, new Size(size, size), 0, 0, Imgproc.INTER_CUBIC);
        Core.add(sum, smooth, sum);
        strength *= decay;
      }
      Mat picture = new Mat();
      sum.convertTo(picture, CvType.CV_8UC1);
      return picture;
    }
  }

  private static void shapes(Draw draw, Mat picture) {
    int size = picture.cols();
    int count = draw.integer(3, 40);
    for (int i = 0; i < count; i++) {
      Scalar tone = Scalar.all(draw.between(0, 255));
      Point place = new Point(draw.between(0, size), draw.between(0, size));
      double reach = draw.logarithmic(2, size / 3.0);
      int thickness = draw.chance(0.6) ? -1 : draw.integer(1, 4);
      switch (draw.below(3)) {
        case 0 ->
            Imgproc.ellipse(
                picture,
                place,
                new Size(reach, reach * draw.between(0.3, 1)),
                draw.between(0, 180),
                0,
                360,
                tone,
                thickness,
                Imgproc.LINE_AA);
        case 1 ->
            Imgproc.rectangle(
                picture,
                place,
                new Point(place.x + reach * draw.between(0.2, 2), place.y + reach),
                tone,
                thickness);
        default ->
            Imgproc.line(
                picture,
                place,
                new Point(draw.between(0, size), draw.between(0, size)),
                tone,
                draw.integer(1, 6),
                Imgproc.LINE_AA);
      }
    }
  }

  private static void writing(Draw draw, Mat picture) {
    int lines = draw.integer(2, 14);
    for (int line = 0; line < lines; line++) {
      StringBuilder text = new StringBuilder();
      int letters = draw.integer(1, 14);
      for (int i = 0; i < letters; i++) {
        text.append(LETTERS.charAt(draw.below(LETTERS.length())));
      }
      Imgproc.putText(
          picture,
          text.toString(),
          new Point(draw.between(-20, picture.cols()), draw.between(0, picture.rows())),
          draw.below(8),
          draw.logarithmic(0.3, 3),
          Scalar.all(draw.between(0, 255)),
          draw.integer(1, 4),
          Imgproc.LINE_AA);
    }
  }

  /** Thin lines that bend alike, as hair, fur and grass do. */
  private static void strands(Draw draw, Mat picture) {
    int size = picture.cols();
    int count = draw.integer(60, 400);
    double reach = draw.logarithmic(size / 8.0, 2 * size);
    double aspect = draw.between(0.2, 1);
    double degrees = draw.between(0, 360);
    double middle = draw.between(20, 200);
    double spread = draw.between(15, 70);
    for (int i = 0; i < count; i++) {
      double begin = draw.between(0, 360);
      Imgproc.ellipse(
          picture,
          new Point(draw.between(-size, 2 * size), draw.between(-size, 2 * size)),
          new Size(reach * draw.between(0.7, 1.3), reach * aspect * draw.between(0.7, 1.3)),
          degrees + draw.normal(8),
          begin,
          begin + draw.between(20, 120),
          Scalar.all(middle + draw.normal(spread)),
          draw.chance(0.8) ? 1 : 2,
          Imgproc.LINE_AA);
    }
  }

  /** Small round things of several tones, alone and in rows, as jewels, beads and buttons are. */
  private static void ornaments(Draw draw, Mat picture) {
    int size = picture.cols();
    int rows = draw.integer(2, 14);
    for (int row = 0; row < rows; row++) {
      double x = draw.between(0, size);
      double y = draw.between(0, size);
      double turn = draw.between(0, 2 * Math.PI);
      double radius = draw.logarithmic(1, size / 20.0);
      double inner = draw.between(0, 255);
      double outer = draw.between(0, 255);
      int count = draw.chance(0.4) ? 1 : draw.integer(2, 20);
      for (int i = 0; i < count; i++) {
        Point place = new Point(x, y);
        double aspect = draw.between(0.6, 1.6);
        Size whole = new Size(radius, radius * aspect);
        Size part = new Size(radius * 0.5, radius * aspect * draw.between(0.3, 0.7));
        Imgproc.ellipse(picture, place, whole, 0, 0, 360, Scalar.all(outer), -1, Imgproc.LINE_AA);
        Imgproc.ellipse(picture, place, part, 0, 0, 360, Scalar.all(inner), -1, Imgproc.LINE_AA);
        x += 2.3 * radius * Math.cos(turn);
        y += 2.3 * radius * Math.sin(turn);
        turn += draw.normal(0.2);
      }
    }
  }

  private static void stripes(Draw draw, Mat picture) {
    int size = picture.cols();
    double period = draw.logarithmic(4, 60);
    double angle = draw.between(0, Math.PI);
    boolean crossed = draw.chance(0.4);
    Scalar tone = Scalar.all(draw.between(0, 255));
    int thickness = (int) Math.max(1, period * draw.between(0.1, 0.6));
    for (int direction = 0; direction < (crossed ? 2 : 1); direction++) {
      double turned = angle + direction * Math.PI / 2;
      double cos = Math.cos(turned);
      double sin = Math.sin(turned);
      for (double offset = -size; offset < size; offset += period) {
        double x = size / 2.0 + offset * cos;
        double y = size / 2.0 + offset * sin;
        Imgproc.line(
            picture,
            new Point(x - size * sin, y + size * cos),
            new Point(x + size * sin, y - size * cos),
            tone,
            thickness,
            Imgproc.LINE_AA);
      }
    }
  }
}
