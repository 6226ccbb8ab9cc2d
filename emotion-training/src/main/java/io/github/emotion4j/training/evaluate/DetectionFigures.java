// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts how far the faces that a detector finds agree with those that are there.
 *
 * <p>A face found agrees with a true one if their boxes' intersection over union is at least
 * {@value #LEAST_OVERLAP}; each true face agrees with one found at most, and the surest come first.
 * True faces below a least size are optional: whoever finds them is not blamed, and whoever misses
 * them neither. Faces found below it that agree with none are not counted.
 *
 * <p>For one thread.
 */
public final class DetectionFigures {

  /** Intersection over union from which on two boxes are of the same face. */
  public static final double LEAST_OVERLAP = 0.5;

  private final double leastSize;
  private final List<Finding> findings = new ArrayList<>();
  private int trueFaces;

  private record Finding(double confidence, boolean right) {}

  /**
   * Makes an empty count.
   *
   * @param leastSize square root of the area of the smallest boxes that count, in pixels
   */
  public DetectionFigures(double leastSize) {
    this.leastSize = leastSize;
  }

  /**
   * Counts a picture.
   *
   * @param found what the detector found
   * @param truth the boxes of the faces that are there
   */
  public void add(List<DetectedFace> found, List<FaceRegion> truth) {
    add(found, truth, List.of());
  }

  /**
   * Counts a picture in which some places may hold a face or not.
   *
   * @param found what the detector found
   * @param truth the boxes of the faces that are there
   * @param uncertain boxes that count neither way: found or not
   */
  public void add(List<DetectedFace> found, List<FaceRegion> truth, List<FaceRegion> uncertain) {
    List<FaceRegion> left = new ArrayList<>(truth);
    trueFaces += (int) truth.stream().filter(this::counts).count();
    List<DetectedFace> surestFirst = new ArrayList<>(found);
    surestFirst.sort(Comparator.comparingDouble(DetectedFace::confidence).reversed());
    for (DetectedFace face : surestFirst) {
      FaceRegion best = null;
      double bestOverlap = LEAST_OVERLAP;
      for (FaceRegion candidate : left) {
        double overlap = overlap(face.region(), candidate);
        if (overlap >= bestOverlap) {
          best = candidate;
          bestOverlap = overlap;
        }
      }
      if (best != null) {
        left.remove(best);
        if (counts(best)) {
          findings.add(new Finding(face.confidence(), true));
        }
      } else if (counts(face.region())
          && uncertain.stream().noneMatch(box -> touches(face.region(), box))) {
        findings.add(new Finding(face.confidence(), false));
      }
    }
  }

  /** Whether the middle of a box lies in another: looser than an overlap, for a vague place. */
  private static boolean touches(FaceRegion region, FaceRegion box) {
    double x = region.x() + region.width() / 2.0;
    double y = region.y() + region.height() / 2.0;
    return x >= box.x()
        && x <= box.x() + box.width()
        && y >= box.y()
        && y <= box.y() + box.height();
  }

  private boolean counts(FaceRegion region) {
    return (double) region.width() * region.height() >= leastSize * leastSize;
  }

  /**
   * Compares two boxes.
   *
   * @param one a box
   * @param other a box
   * @return intersection over union, 0 to 1
   */
  public static double overlap(FaceRegion one, FaceRegion other) {
    double across =
        Math.min(one.x() + one.width(), other.x() + other.width()) - Math.max(one.x(), other.x());
    double down =
        Math.min(one.y() + one.height(), other.y() + other.height()) - Math.max(one.y(), other.y());
    double common = Math.max(0, across) * Math.max(0, down);
    double areas = (double) one.width() * one.height() + (double) other.width() * other.height();
    return common / (areas - common);
  }

  /**
   * Returns how many true faces count.
   *
   * @return the number of true faces of at least the least size
   */
  public int trueFaces() {
    return trueFaces;
  }

  /**
   * Returns how many true faces were found.
   *
   * @param threshold least confidence
   * @return the number of right findings
   */
  public int right(double threshold) {
    return (int) findings.stream().filter(f -> f.right() && f.confidence() >= threshold).count();
  }

  /**
   * Returns how many findings are of no true face.
   *
   * @param threshold least confidence
   * @return the number of wrong findings
   */
  public int wrong(double threshold) {
    return (int) findings.stream().filter(f -> !f.right() && f.confidence() >= threshold).count();
  }

  /**
   * Returns the share of true faces that were found.
   *
   * @param threshold least confidence
   * @return 0 to 1; 1 where there are none to be found
   */
  public double recall(double threshold) {
    return trueFaces == 0 ? 1 : (double) right(threshold) / trueFaces;
  }

  /**
   * Returns the share of findings that are true faces.
   *
   * @param threshold least confidence
   * @return 0 to 1; 1 where nothing was found
   */
  public double precision(double threshold) {
    int all = right(threshold) + wrong(threshold);
    return all == 0 ? 1 : (double) right(threshold) / all;
  }

  /**
   * Returns the area under the curve of precision over recall, each precision being the best at its
   * recall or beyond.
   *
   * @return 0 to 1
   */
  public double averagePrecision() {
    List<Finding> sorted = sorted();
    double[] precisions = new double[sorted.size()];
    int right = 0;
    for (int i = 0; i < precisions.length; i++) {
      right += sorted.get(i).right() ? 1 : 0;
      precisions[i] = (double) right / (i + 1);
    }
    double best = 0;
    double sum = 0;
    for (int i = precisions.length - 1; i >= 0; i--) {
      best = Math.max(best, precisions[i]);
      sum += sorted.get(i).right() ? best : 0;
    }
    return trueFaces == 0 ? 1 : sum / trueFaces;
  }

  /**
   * Chooses the threshold at which precision and recall are best together.
   *
   * @return the confidence of the last finding of the list whose F1 is highest; 1 if there is none
   */
  public double bestThreshold() {
    double threshold = 1;
    double best = 0;
    int right = 0;
    int all = 0;
    for (Finding finding : sorted()) {
      all++;
      right += finding.right() ? 1 : 0;
      double f1 = 2.0 * right / (all + trueFaces);
      if (f1 > best) {
        best = f1;
        threshold = finding.confidence();
      }
    }
    return threshold;
  }

  private List<Finding> sorted() {
    return findings.stream()
        .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
        .toList();
  }
}
