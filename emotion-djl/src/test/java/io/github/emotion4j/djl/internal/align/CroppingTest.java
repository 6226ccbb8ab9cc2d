// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.classify.OnnxPreset.Cropping;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.opencv.core.Mat;

/** Crops for networks of others. */
final class CroppingTest {

  /** Where OpenCV Zoo wants the points to be, in 112 pixels. */
  private static final FaceLandmarks PLACES =
      new FaceLandmarks(
          new Point(73.5318, 51.5014),
          new Point(38.2946, 51.6963),
          new Point(56.0252, 71.7366),
          new Point(70.7299, 92.2041),
          new Point(41.5493, 92.3655));

  private static BufferedImage withDot(int width, int height, double x, double y, int radius) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillOval((int) (x - radius), (int) (y - radius), 2 * radius, 2 * radius);
    graphics.dispose();
    return image;
  }

  private static double brightness(Mat crop, double x, double y) {
    return crop.get((int) Math.round(y), (int) Math.round(x))[0];
  }

  @Test
  void pointsThatAreInPlaceLeaveThePictureAsItIs() {
    Mat picture = OpenCv.toBgr(withDot(112, 112, 60, 30, 5));
    Mat crop =
        new FaceAligner(Cropping.FIVE_POINTS)
            .align(picture, FaceRegion.of(20, 20, 70, 90, PLACES), 112);
    assertThat(brightness(crop, 60, 30)).isEqualTo(255);
    assertThat(brightness(crop, 60, 40)).isZero();
  }

  @Test
  void pointsAreTurnedScaledAndShiftedToTheirPlaces() {
    // Twice as large, turned by a right angle: (x, y) is at (400 - 2y, 50 + 2x).
    FaceLandmarks turned = PLACES.moved(p -> new Point(400 - 2 * p.y(), 50 + 2 * p.x()));
    Point nose = turned.nose();
    Mat picture = OpenCv.toBgr(withDot(420, 320, nose.x(), nose.y(), 8));
    Mat crop =
        new FaceAligner(Cropping.FIVE_POINTS)
            .align(picture, FaceRegion.of(100, 50, 200, 200, turned), 224);
    assertThat(crop.size().width).isEqualTo(224);
    assertThat(brightness(crop, 2 * 56.0252, 2 * 71.7366)).isGreaterThan(200);
    assertThat(brightness(crop, 2 * 56.0252, 2 * 92)).isZero();
  }

  @Test
  void withoutPointsAFaceIsCutOutAsUsual() {
    Mat picture = OpenCv.toBgr(withDot(100, 100, 50, 50, 20));
    FaceRegion region = FaceRegion.of(20, 20, 60, 60);
    Mat usual = new FaceAligner().align(picture, region, 48);
    Mat crop = new FaceAligner(Cropping.FIVE_POINTS).align(picture, region, 48);
    byte[] expected = new byte[48 * 48 * 3];
    byte[] given = new byte[48 * 48 * 3];
    usual.get(0, 0, expected);
    crop.get(0, 0, given);
    assertThat(given).isEqualTo(expected);
  }

  @Test
  void aBoxIsStretchedToASquare() {
    BufferedImage image = withDot(200, 100, 0, 0, 1);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(50, 20, 40, 80); // the left half of the box
    graphics.dispose();
    Mat crop =
        new FaceAligner(Cropping.BOX).align(OpenCv.toBgr(image), FaceRegion.of(50, 20, 80, 80), 40);
    assertThat(brightness(crop, 10, 20)).isEqualTo(255);
    assertThat(brightness(crop, 30, 20)).isZero();
  }
}
