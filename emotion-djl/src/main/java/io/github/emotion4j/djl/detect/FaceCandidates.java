// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opencv.core.MatOfFloat;
import org.opencv.core.MatOfInt;
import org.opencv.core.MatOfRect2d;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;
import org.opencv.dnn.Dnn;

/**
 * Boxes that networks propose in a picture, and the best of them after non-maximum suppression. For
 * one thread.
 */
final class FaceCandidates {

  /** The share of a box from which on it lies within another. */
  private static final double MOST_NESTED = 0.8;

  private final Size picture;
  private final List<Rect2d> boxes = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final List<Optional<Eyes>> eyes = new ArrayList<>();

  FaceCandidates(Size picture) {
    this.picture = picture;
  }

  /** Adds a box in pixels of the picture. */
  void add(Rect2d box, double score, Optional<Eyes> itsEyes) {
    boxes.add(box);
    scores.add((float) Math.min(1, Math.max(0, score)));
    eyes.add(itsEyes);
  }

  /** The same boxes in a picture of another size. */
  FaceCandidates scaledTo(Size other, double scaleX, double scaleY) {
    FaceCandidates scaled = new FaceCandidates(other);
    for (int i = 0; i < boxes.size(); i++) {
      Rect2d box = boxes.get(i);
      scaled.add(
          new Rect2d(box.x * scaleX, box.y * scaleY, box.width * scaleX, box.height * scaleY),
          scores.get(i),
          eyes.get(i)
              .map(
                  pair ->
                      new Eyes(
                          scaled(pair.left(), scaleX, scaleY),
                          scaled(pair.right(), scaleX, scaleY))));
    }
    return scaled;
  }

  private static Point scaled(Point point, double scaleX, double scaleY) {
    return new Point(point.x() * scaleX, point.y() * scaleY);
  }

  /** The boxes that are left, clipped to the picture, the surest first. */
  List<DetectedFace> best(float scoreThreshold, float nmsThreshold) {
    if (boxes.isEmpty()) {
      return List.of();
    }
    MatOfRect2d rectangles = new MatOfRect2d();
    MatOfFloat confidences = new MatOfFloat();
    MatOfInt kept = new MatOfInt();
    try {
      rectangles.fromList(boxes);
      confidences.fromList(scores);
      Dnn.NMSBoxes(rectangles, confidences, scoreThreshold, nmsThreshold, kept);
      List<DetectedFace> faces = new ArrayList<>();
      if (!kept.empty()) {
        for (int index : outermost(kept.toArray())) {
          clipped(index).ifPresent(faces::add);
        }
      }
      faces.sort(Comparator.comparingDouble(DetectedFace::confidence).reversed());
      return List.copyOf(faces);
    } finally {
      rectangles.release();
      confidences.release();
      kept.release();
    }
  }

  /**
   * Drops boxes that lie in a surer one or around it: an eye or a mouth may look like a face, but
   * no face is within another (as MTCNN does, whose overlaps are shares of the smaller box: Zhang
   * et al., 2016, arXiv 1604.02878).
   */
  private List<Integer> outermost(int[] kept) {
    List<Integer> surestFirst =
        Arrays.stream(kept)
            .boxed()
            .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
            .toList();
    List<Integer> left = new ArrayList<>();
    for (int index : surestFirst) {
      if (left.stream().noneMatch(surer -> nested(boxes.get(surer), boxes.get(index)))) {
        left.add(index);
      }
    }
    return left;
  }

  private static boolean nested(Rect2d one, Rect2d other) {
    double common = common(one, other);
    return common > 0 && common >= MOST_NESTED * Math.min(one.area(), other.area());
  }

  /** The area that two boxes share. */
  static double common(Rect2d one, Rect2d other) {
    double across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
    double down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
    return Math.max(0, across) * Math.max(0, down);
  }

  private Optional<DetectedFace> clipped(int index) {
    Rect2d box = boxes.get(index);
    long left = clip(box.x, picture.width);
    long top = clip(box.y, picture.height);
    long width = clip(box.x + box.width, picture.width) - left;
    long height = clip(box.y + box.height, picture.height) - top;
    if (width <= 0 || height <= 0) {
      return Optional.empty();
    }
    FaceRegion region =
        eyes.get(index)
            .map(pair -> FaceRegion.of((int) left, (int) top, (int) width, (int) height, pair))
            .orElseGet(() -> FaceRegion.of((int) left, (int) top, (int) width, (int) height));
    return Optional.of(new DetectedFace(region, scores.get(index)));
  }

  private static long clip(double edge, double side) {
    return Math.round(Math.min(side, Math.max(0, edge)));
  }
}
