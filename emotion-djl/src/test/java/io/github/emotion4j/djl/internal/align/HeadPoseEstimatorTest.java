// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.HeadPose;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.Samples;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadPoseEstimatorTest {

  /** The mean face turned, as a camera far away sees it, 200 pixels large at 300, 400. */
  private static FaceLandmarks seen(double yaw, double pitch, double roll) {
    return new FaceLandmarks(
        seen(0.5, 0, 0, yaw, pitch, roll),
        seen(-0.5, 0, 0, yaw, pitch, roll),
        seen(0, 0.59, -0.40, yaw, pitch, roll),
        seen(0.43, 1.01, -0.05, yaw, pitch, roll),
        seen(-0.43, 1.01, -0.05, yaw, pitch, roll));
  }

  private static Point seen(double x, double y, double z, double yaw, double pitch, double roll) {
    double p = Math.toRadians(-pitch);
    double y1 = y * Math.cos(p) - z * Math.sin(p);
    double z1 = y * Math.sin(p) + z * Math.cos(p);
    double w = Math.toRadians(-yaw);
    double x2 = x * Math.cos(w) + z1 * Math.sin(w);
    double z2 = -x * Math.sin(w) + z1 * Math.cos(w);
    double r = Math.toRadians(roll);
    double near = 100 / (100 + z2);
    return new Point(
        300 + 200 * near * (x2 * Math.cos(r) - y1 * Math.sin(r)),
        400 + 200 * near * (x2 * Math.sin(r) + y1 * Math.cos(r)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "30, 0, 0",
    "-30, 0, 0",
    "0, 20, 0",
    "0, -20, 0",
    "0, 0, 40",
    "0, 0, -40",
    "25, 10, 15",
    "-40, -15, -30",
    "10, 5, 120"
  })
  void aTurnedMeanFaceGivesTheTurn(double yaw, double pitch, double roll) {
    HeadPose pose = HeadPoseEstimator.estimate(seen(yaw, pitch, roll)).orElseThrow();

    assertThat(pose.yaw()).isCloseTo(yaw, within(4.0));
    assertThat(pose.pitch()).isCloseTo(pitch, within(4.0));
    assertThat(pose.roll()).isCloseTo(roll, within(3.0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 50})
  void sizeAndPlaceOfTheFaceDoNotMatter(double scale) {
    FaceLandmarks face = seen(20, -10, 5);

    HeadPose pose = HeadPoseEstimator.estimate(face).orElseThrow();
    HeadPose moved =
        HeadPoseEstimator.estimate(
                face.moved(p -> new Point(scale * p.x() - 700, scale * p.y() + 90)))
            .orElseThrow();

    assertThat(moved.yaw()).isCloseTo(pose.yaw(), within(0.01));
    assertThat(moved.pitch()).isCloseTo(pose.pitch(), within(0.01));
    assertThat(moved.roll()).isCloseTo(pose.roll(), within(0.01));
  }

  @Test
  void aMirroredFaceLooksTheOtherWay() {
    FaceLandmarks face = seen(20, -10, 5);
    FaceLandmarks mirrored =
        new FaceLandmarks(
            mirror(face.rightEye()),
            mirror(face.leftEye()),
            mirror(face.nose()),
            mirror(face.mouthRight()),
            mirror(face.mouthLeft()));

    HeadPose pose = HeadPoseEstimator.estimate(face).orElseThrow();
    HeadPose other = HeadPoseEstimator.estimate(mirrored).orElseThrow();

    assertThat(other.yaw()).isCloseTo(-pose.yaw(), within(0.1));
    assertThat(other.roll()).isCloseTo(-pose.roll(), within(0.1));
    assertThat(other.pitch()).isCloseTo(pose.pitch(), within(0.1));
  }

  private static Point mirror(Point point) {
    return new Point(600 - point.x(), point.y());
  }

  @Test
  void pointsInOnePlaceHaveNoPose() {
    Point point = new Point(5, 5);

    assertThat(HeadPoseEstimator.estimate(new FaceLandmarks(point, point, point, point, point)))
        .isEmpty();
  }

  @Test
  void theMeanFacesOfTheSheetLookIntoTheCamera() {
    try (FaceDetector detector = SingleShotFaceDetector.embedded()) {
      for (DetectedFace face : detector.detect(Samples.picture("sheet.png"))) {
        HeadPose pose =
            face.region().landmarks().flatMap(HeadPoseEstimator::estimate).orElseThrow();

        assertThat(pose.yaw()).isCloseTo(0, within(12.0));
        assertThat(pose.pitch()).isCloseTo(0, within(20.0));
        assertThat(pose.roll()).isCloseTo(0, within(12.0));
      }
    }
  }

  @ParameterizedTest(name = "by {0} degrees")
  @ValueSource(ints = {-25, 25})
  void theRollOfTurnedFacesFollows(int degrees) {
    try (FaceDetector detector = SingleShotFaceDetector.embedded()) {
      List<Double> rolls =
          detector.detect(turned(Samples.picture("sheet.png"), degrees)).stream()
              .flatMap(face -> face.region().landmarks().stream())
              .flatMap(points -> HeadPoseEstimator.estimate(points).stream())
              .map(HeadPose::roll)
              .sorted()
              .toList();

      assertThat(rolls).hasSizeGreaterThanOrEqualTo(4);
      assertThat(rolls.get(rolls.size() / 2)).isCloseTo(degrees, within(12.0)); // blurred means
    }
  }

  private static BufferedImage turned(BufferedImage image, int degrees) {
    int side = 2 * Math.max(image.getWidth(), image.getHeight());
    BufferedImage result = new BufferedImage(side, side, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = result.createGraphics();
    graphics.rotate(Math.toRadians(degrees), side / 2.0, side / 2.0);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, (side - image.getWidth()) / 2, (side - image.getHeight()) / 2, null);
    graphics.dispose();
    return result;
  }
}
