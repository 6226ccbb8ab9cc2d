// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;

/**
 * Boxes that networks propose in a picture, and the best of them after non-maximum suppression.
 * Boxes are clipped to the picture first: what two faces share beyond its edge is nobody's. For one
 * thread.
 */
final class FaceCandidates {

  /**
   * How many of the surest boxes compete. In crowds, fewer than about 1,000 cost faces; with all
   * 25,000 of a picture of 1280x960, which only a threshold near 0 lets in, it would take minutes.
   */
  private static final int MOST_COMPETING = 3000;

  /** The share of a box from which on it lies within another. */
  private static final double MOST_NESTED = 0.8;

  private final Size picture;
  private final List<Candidate> candidates = new ArrayList<>();

  /** A box within the picture. */
  private record Candidate(Rect2d box, double score, Optional<FaceLandmarks> landmarks) {}

  FaceCandidates(Size picture) {
    this.picture = picture;
  }

  /** Adds a box in pixels of the picture; what lies beyond its edges is cut off. */
  void add(Rect2d box, double score, Optional<FaceLandmarks> landmarks) {
    double left = clip(box.x, picture.width);
    double top = clip(box.y, picture.height);
    double width = clip(box.x + box.width, picture.width) - left;
    double height = clip(box.y + box.height, picture.height) - top;
    if (width > 0 && height > 0) {
      double confidence = Math.min(1, Math.max(0, score));
      candidates.add(new Candidate(new Rect2d(left, top, width, height), confidence, landmarks));
    }
  }

  /** Adds a box in pixels of a picture of another size. */
  void addScaled(
      Rect2d box, double score, Optional<FaceLandmarks> landmarks, double scaleX, double scaleY) {
    add(
        new Rect2d(box.x * scaleX, box.y * scaleY, box.width * scaleX, box.height * scaleY),
        score,
        landmarks.map(all -> all.moved(p -> new Point(p.x() * scaleX, p.y() * scaleY))));
  }

  private static double clip(double edge, double side) {
    return Math.min(side, Math.max(0, edge));
  }

  /** The same boxes in a picture of another size. */
  FaceCandidates scaledTo(Size other, double scaleX, double scaleY) {
    FaceCandidates scaled = new FaceCandidates(other);
    for (Candidate candidate : candidates) {
      scaled.addScaled(candidate.box(), candidate.score(), candidate.landmarks(), scaleX, scaleY);
    }
    return scaled;
  }

  /**
   * The boxes that are left, the surest first. A box gives way to a surer one that it overlaps by
   * more than the threshold, that lies in it or around it: an eye or a mouth may look like a face,
   * but no face is within another (as in MTCNN, whose overlaps are shares of the smaller box: Zhang
   * et al., 2016, arXiv 1604.02878).
   */
  List<DetectedFace> best(double leastScore, double mostOverlap) {
    List<Candidate> surestFirst =
        candidates.stream()
            .filter(candidate -> candidate.score() >= leastScore)
            .sorted(Comparator.comparingDouble(Candidate::score).reversed())
            .limit(MOST_COMPETING)
            .toList();
    List<Candidate> kept = new ArrayList<>();
    List<DetectedFace> faces = new ArrayList<>();
    for (Candidate candidate : surestFirst) {
      if (kept.stream().noneMatch(surer -> excludes(surer.box(), candidate.box(), mostOverlap))) {
        kept.add(candidate);
        inWholePixels(candidate).ifPresent(faces::add);
      }
    }
    return List.copyOf(faces);
  }

  private static boolean excludes(Rect2d surer, Rect2d box, double mostOverlap) {
    double across = Math.min(surer.x + surer.width, box.x + box.width) - Math.max(surer.x, box.x);
    double down = Math.min(surer.y + surer.height, box.y + box.height) - Math.max(surer.y, box.y);
    if (across <= 0 || down <= 0) {
      return false;
    }
    double common = across * down;
    return common > mostOverlap * (surer.area() + box.area() - common)
        || common >= MOST_NESTED * Math.min(surer.area(), box.area());
  }

  private static Optional<DetectedFace> inWholePixels(Candidate candidate) {
    Rect2d box = candidate.box();
    int left = (int) Math.round(box.x);
    int top = (int) Math.round(box.y);
    int width = (int) Math.round(box.x + box.width) - left;
    int height = (int) Math.round(box.y + box.height) - top;
    if (width == 0 || height == 0) {
      return Optional.empty();
    }
    FaceRegion region =
        candidate
            .landmarks()
            .map(landmarks -> FaceRegion.of(left, top, width, height, landmarks))
            .orElseGet(() -> FaceRegion.of(left, top, width, height));
    return Optional.of(new DetectedFace(region, candidate.score()));
  }
}
