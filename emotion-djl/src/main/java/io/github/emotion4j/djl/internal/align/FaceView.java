// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.HeadPose;
import java.util.Optional;
import org.opencv.core.Mat;

/**
 * How a face is seen in a picture: how its head is turned, and how far that view lets its emotions
 * be read.
 *
 * @param pose of the head; empty where its points are not known
 * @param quality 0 to 1
 */
public record FaceView(Optional<HeadPose> pose, double quality) {

  /**
   * Looks at a face.
   *
   * @param region where it is, with its points if they are known
   * @param crop what {@link FaceAligner#align} cut out, {@code CV_8UC3}; not changed
   * @param side how many pixels of the picture the crop's side has
   * @return how it is seen
   */
  public static FaceView of(FaceRegion region, Mat crop, double side) {
    Optional<HeadPose> pose = region.landmarks().flatMap(HeadPoseEstimator::estimate);
    return new FaceView(pose, FaceQuality.of(crop, side, pose));
  }

  /**
   * Adds the view to what was read.
   *
   * @param result of the same face
   * @return the result with pose and quality
   */
  public EmotionResult addTo(EmotionResult result) {
    EmotionResult rated = result.withFaceQuality(quality);
    return pose.map(rated::withHeadPose).orElse(rated);
  }
}
