// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.HeadPose;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opencv.calib3d.Calib3d;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfDouble;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.MatOfPoint3f;
import org.opencv.core.Point3;

/**
 * Tells how a head is turned from five points of its face: the turn of a mean face whose points,
 * seen by a camera that looks at it from afar, lie nearest to them (OpenCV's {@code solvePnP};
 * Terzakis and Lourakis, 2020, SQPnP).
 *
 * <p>Five points of a mean face make a rough measure: people differ in the depth of their noses,
 * and an open mouth is taken for a raised head. Safe to share between threads.
 */
public final class HeadPoseEstimator {

  /** Of the camera, in sizes of a face: so far away that noses are hardly enlarged. */
  private static final double DISTANCE = 10;

  // The mean face in units of the eyes' distance, from the middle between the eyes; y is down and
  // z away from the camera. Across and down: medians of Caltech's faces (lab, MeanLandmarks).
  private static final double NOSE_DOWN = 0.59;
  private static final double MOUTH_DOWN = 1.01;
  private static final double MOUTH_ASIDE = 0.43;
  private static final double NOSE_DEPTH = -0.40;
  private static final double MOUTH_DEPTH = -0.05;

  /** Left eye, right eye, nose, left and right corner of the mouth; left is the person's. */
  private static final List<Point3> MEAN_FACE =
      List.of(
          new Point3(0.5, 0, 0),
          new Point3(-0.5, 0, 0),
          new Point3(0, NOSE_DOWN, NOSE_DEPTH),
          new Point3(MOUTH_ASIDE, MOUTH_DOWN, MOUTH_DEPTH),
          new Point3(-MOUTH_ASIDE, MOUTH_DOWN, MOUTH_DEPTH));

  private HeadPoseEstimator() {}

  /**
   * Estimates a pose.
   *
   * @param landmarks five points of a face, in pixels
   * @return the pose; empty if the points lie like those of no face, such as all in one place
   */
  public static Optional<HeadPose> estimate(FaceLandmarks landmarks) {
    OpenCv.load();
    List<Point> points =
        Stream.of(
                landmarks.leftEye(),
                landmarks.rightEye(),
                landmarks.nose(),
                landmarks.mouthLeft(),
                landmarks.mouthRight())
            .toList();
    double x = points.stream().mapToDouble(Point::x).average().orElseThrow();
    double y = points.stream().mapToDouble(Point::y).average().orElseThrow();
    double spread =
        points.stream().mapToDouble(p -> Math.hypot(p.x() - x, p.y() - y)).max().orElseThrow();
    if (!(spread > 0)) {
      return Optional.empty();
    }
    org.opencv.core.Point[] seen =
        points.stream()
            .map(p -> new org.opencv.core.Point((p.x() - x) / spread, (p.y() - y) / spread))
            .toArray(org.opencv.core.Point[]::new);
    return solve(seen);
  }

  private static Optional<HeadPose> solve(org.opencv.core.Point[] seen) {
    MatOfPoint3f model = new MatOfPoint3f();
    MatOfPoint2f image = new MatOfPoint2f();
    Mat camera = Mat.eye(3, 3, CvType.CV_64F);
    MatOfDouble noDistortion = new MatOfDouble();
    Mat turn = new Mat();
    Mat shift = new Mat();
    Mat rotation = new Mat();
    try {
      model.fromList(MEAN_FACE);
      image.fromArray(seen);
      camera.put(0, 0, DISTANCE, 0, 0, 0, DISTANCE, 0, 0, 0, 1);
      boolean solved =
          Calib3d.solvePnP(
              model, image, camera, noDistortion, turn, shift, false, Calib3d.SOLVEPNP_SQPNP);
      if (!solved) {
        return Optional.empty();
      }
      Calib3d.solvePnPRefineLM(model, image, camera, noDistortion, turn, shift);
      Calib3d.Rodrigues(turn, rotation);
      double[] r = new double[9];
      rotation.get(0, 0, r);
      return Arrays.stream(r).allMatch(Double::isFinite) ? Optional.of(pose(r)) : Optional.empty();
    } catch (CvException e) {
      return Optional.empty(); // points that no turn of a face explains
    } finally {
      List.of(model, image, camera, noDistortion, turn, shift, rotation).forEach(Mat::release);
    }
  }

  /** From a rotation matrix, row by row. */
  private static HeadPose pose(double[] r) {
    return new HeadPose(
        Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, r[6])))),
        -Math.toDegrees(Math.atan2(r[7], r[8])),
        Math.toDegrees(Math.atan2(r[3], r[0])));
  }
}
