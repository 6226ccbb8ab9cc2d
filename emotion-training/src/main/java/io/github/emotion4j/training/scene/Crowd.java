// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

/** People who stand in front of each other, and which of their faces can still be seen. */
final class Crowd {

  /** A face that is hidden further counts neither way. */
  private static final double MOST_HIDDEN = 0.5;

  /** A face that is hidden further is not there any more. */
  static final double GONE = 0.8;

  private final List<Layer> layers = new ArrayList<>();

  /** Somebody: the face, unless it is turned away, and 255 where he or she is shown. */
  private record Layer(Optional<SceneFace> face, Mat area) {}

  /**
   * Adds somebody in front of all who are there.
   *
   * @param face the face
   * @param area as large as the scene, 255 where he or she is shown; kept, not changed
   */
  void add(SceneFace face, Mat area) {
    layers.add(new Layer(Optional.of(face), area));
  }

  /**
   * Adds what has no face in front of all who are there.
   *
   * @param area as large as the scene, 255 where it is shown; kept, not changed
   */
  void add(Mat area) {
    layers.add(new Layer(Optional.empty(), area));
  }

  /**
   * Tells which faces can be seen.
   *
   * @param size side of the scene in pixels
   * @param learnable whether a face is one to learn from where nothing hides it
   * @param faces gets those that are to be found
   * @param uncertain gets those that count neither way
   */
  void sort(
      int size, Predicate<SceneFace> learnable, List<SceneFace> faces, List<SceneFace> uncertain) {
    Mat inFront = new Mat(size, size, CvType.CV_8UC1, Scalar.all(0));
    try {
      for (int i = layers.size() - 1; i >= 0; i--) {
        layers
            .get(i)
            .face()
            .filter(face -> face.visible(size) > 0)
            .ifPresent(face -> sort(inFront, face, learnable, faces, uncertain));
        Core.bitwise_or(inFront, layers.get(i).area(), inFront);
      }
    } finally {
      inFront.release();
    }
  }

  private static void sort(
      Mat inFront,
      SceneFace face,
      Predicate<SceneFace> learnable,
      List<SceneFace> faces,
      List<SceneFace> uncertain) {
    double hidden = hidden(inFront, face);
    if (hidden < GONE) {
      (learnable.test(face) && hidden <= MOST_HIDDEN ? faces : uncertain).add(face);
    }
  }

  /** The share of a face's visible box that an area covers. */
  static double hidden(Mat area, SceneFace face) {
    int size = area.cols();
    int left = (int) Math.max(0, Math.min(size - 1, face.x()));
    int top = (int) Math.max(0, Math.min(size - 1, face.y()));
    int right = (int) Math.max(left + 1, Math.min(size, face.x() + face.width()));
    int bottom = (int) Math.max(top + 1, Math.min(size, face.y() + face.height()));
    Mat box = area.submat(top, bottom, left, right);
    try {
      return (double) Core.countNonZero(box) / box.total();
    } finally {
      box.release();
    }
  }
}
