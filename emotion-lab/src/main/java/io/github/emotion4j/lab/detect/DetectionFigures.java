// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts how far the faces that a detector finds agree with annotated boxes, by the rules of the
 * training program's scoring.py.
 *
 * <p>A found box agrees with the annotated one that it overlaps most, if their intersection over
 * union is at least {@value #LEAST_OVERLAP}; of several that agree with the same one, the surest is
 * right and the others are false. Annotated faces below a least size count neither way, whether
 * they are found or not; nor do found boxes that agree with none and are smaller than another least
 * size. Sizes are square roots of areas.
 *
 * <p>For one thread.
 */
public final class DetectionFigures {

  /** Intersection over union from which on two boxes are of the same face. */
  public static final double LEAST_OVERLAP = 0.5;

  private static final int BINS = 10;

  private final double leastFace;
  private final double leastFalse;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Double> sizes = new ArrayList<>();

  /**
   * A found box that counts; its size is that of the annotated face, or its own if there is none.
   */
  private record Finding(double confidence, boolean right, double size) {}

  /**
   * Makes an empty count.
   *
   * @param leastFace size in pixels of the smallest annotated faces that count
   * @param leastFalse size in pixels of the smallest boxes that are counted as false
   */
  public DetectionFigures(double leastFace, double leastFalse) {
    this.leastFace = leastFace;
    this.leastFalse = leastFalse;
  }

  /**
   * Counts a picture.
   *
   * @param found what the detector found
   * @param truth the boxes of all faces that are there
   */
  public void add(List<DetectedFace> found, List<Rectangle2D> truth) {
    truth.stream().map(DetectionFigures::size).filter(s -> s >= leastFace).forEach(sizes::add);
    List<DetectedFace> surestFirst = new ArrayList<>(found);
    surestFirst.sort(Comparator.comparingDouble(DetectedFace::confidence).reversed());
    Set<Integer> taken = new HashSet<>();
    for (DetectedFace face : surestFirst) {
      Rectangle2D box = box(face.region());
      int best = -1;
      double bestOverlap = LEAST_OVERLAP;
      for (int i = 0; i < truth.size(); i++) {
        double overlap = overlap(box, truth.get(i));
        if (overlap >= bestOverlap && (best < 0 || overlap > bestOverlap)) {
          best = i;
          bestOverlap = overlap;
        }
      }
      if (best < 0 && size(box) >= leastFalse) {
        findings.add(new Finding(face.confidence(), false, size(box)));
      } else if (best >= 0 && size(truth.get(best)) >= leastFace) {
        boolean first = taken.add(best);
        findings.add(new Finding(face.confidence(), first, size(truth.get(best))));
      }
    }
  }

  /**
   * Returns a region as a rectangle.
   *
   * @param region a region
   * @return the same place
   */
  public static Rectangle2D box(FaceRegion region) {
    return new Rectangle2D.Double(region.x(), region.y(), region.width(), region.height());
  }

  /**
   * Measures a box.
   *
   * @param box a box
   * @return the square root of its area
   */
  public static double size(Rectangle2D box) {
    return Math.sqrt(box.getWidth() * box.getHeight());
  }

  /**
   * Compares two boxes.
   *
   * @param one a box
   * @param other a box
   * @return intersection over union, 0 to 1
   */
  public static double overlap(Rectangle2D one, Rectangle2D other) {
    double across =
        Math.min(one.getMaxX(), other.getMaxX()) - Math.max(one.getMinX(), other.getMinX());
    double down =
        Math.min(one.getMaxY(), other.getMaxY()) - Math.max(one.getMinY(), other.getMinY());
    double common = Math.max(0, across) * Math.max(0, down);
    double areas = one.getWidth() * one.getHeight() + other.getWidth() * other.getHeight();
    return common / (areas - common);
  }

  /**
   * Returns how many annotated faces count.
   *
   * @return the number of faces of at least the least size
   */
  public int trueFaces() {
    return sizes.size();
  }

  /**
   * Counts the annotated faces of some sizes.
   *
   * @param from the least size, in pixels
   * @param to the size that is too large
   * @return their number
   */
  public int trueFaces(double from, double to) {
    return (int) sizes.stream().filter(size -> size >= from && size < to).count();
  }

  /**
   * Returns how many true faces were found.
   *
   * @param threshold least confidence
   * @return the number of right findings
   */
  public int right(double threshold) {
    return count(true, threshold, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * Returns how many findings are of no true face.
   *
   * @param threshold least confidence
   * @return the number of false findings
   */
  public int wrong(double threshold) {
    return count(false, threshold, 0, Double.POSITIVE_INFINITY);
  }

  /**
   * Counts the findings of some sizes.
   *
   * @param right whether right ones are counted, or false ones
   * @param threshold least confidence
   * @param from the least size, in pixels
   * @param to the size that is too large
   * @return their number
   */
  public int count(boolean right, double threshold, double from, double to) {
    return (int)
        findings.stream()
            .filter(f -> f.right() == right && f.confidence() >= threshold)
            .filter(f -> f.size() >= from && f.size() < to)
            .count();
  }

  /**
   * Returns the share of true faces that were found.
   *
   * @param threshold least confidence
   * @return 0 to 1; 1 where there are none to be found
   */
  public double recall(double threshold) {
    return trueFaces() == 0 ? 1 : (double) right(threshold) / trueFaces();
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
   * @param threshold findings of less confidence are left out
   * @return 0 to 1
   */
  public double averagePrecision(double threshold) {
    List<Finding> sorted =
        findings.stream()
            .filter(finding -> finding.confidence() >= threshold)
            .sorted(Comparator.comparingDouble(Finding::confidence).reversed())
            .toList();
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
    return trueFaces() == 0 ? 1 : sum / trueFaces();
  }

  /**
   * Returns how far confidences are from being probabilities: the expected calibration error over
   * ten bins of equal width (Guo et al., 2017, arXiv 1706.04599).
   *
   * @return 0 to 1; 0 where nothing was found
   */
  public double calibrationError() {
    double[] gaps = new double[BINS];
    for (Finding finding : findings) {
      int bin = (int) Math.min(BINS - 1, finding.confidence() * BINS);
      gaps[bin] += (finding.right() ? 1 : 0) - finding.confidence();
    }
    double sum = 0;
    for (double gap : gaps) {
      sum += Math.abs(gap);
    }
    return findings.isEmpty() ? 0 : sum / findings.size();
  }
}
