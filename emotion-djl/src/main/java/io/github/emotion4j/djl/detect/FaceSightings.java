// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.Eyes;
import io.github.emotion4j.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;

/**
 * What a {@link FaceNetwork} sees in a picture that it is shown at several sizes, each half of the
 * one before. For one thread.
 *
 * <p>Most faces have a size that the network knows at two of them or more, and what is no face
 * seldom looks like one at both. So the confidence in a face is the mean of its log odds over the
 * sizes; next to the size at which it is found, the neighbours count {@value #SHARE_OF_OTHERS}
 * each. docs/face-detector.md says what that brings.
 */
final class FaceSightings {

  /**
   * How the picture is shown once.
   *
   * @param width width of what the network sees, in its pixels
   * @param height its height
   * @param scaleX pixels of the framed picture for each of the network's, across
   * @param scaleY likewise, down
   * @param border width of the frame around the picture, in the picture's pixels
   * @param least smallest face that is reported from here, in the network's pixels
   * @param most largest face that is, likewise
   */
  record Level(
      int width, int height, double scaleX, double scaleY, int border, double least, double most) {}

  /**
   * A face that may be there.
   *
   * @param box where, in the picture
   * @param size how large it is where the network sees it: square root of the area, in its pixels
   */
  private record Sighting(Rect2d box, Eyes eyes, double size, double logOdds) {

    double middleX() {
      return box.x + box.width / 2;
    }
  }

  /** Beyond any face: a network gone wrong must not give infinite boxes. */
  private static final double MOST_LOG_SIDE = 6;

  private static final double LEAST_SEEN = logOdds(0.1);

  /** What a size counts at which the network sees less than {@link #LEAST_SEEN}. */
  private static final double UNSEEN = logOdds(0.05);

  private static final double SHARE_OF_OTHERS = 0.5;
  private static final double LEAST_OVERLAP = 0.5;

  /** At which sizes a face is sure to be known, in the network's pixels. */
  private static final double LEAST_KNOWN = 14;

  private static final double MOST_KNOWN = 60;

  private final List<Level> levels = new ArrayList<>();

  /** By level, from left to right. */
  private final List<List<Sighting>> sightings = new ArrayList<>();

  /**
   * Adds what the network sees at the next size, half of the one before.
   *
   * @param level how the picture was shown
   * @param outputs the network's outputs
   */
  void add(Level level, float[] outputs) {
    List<Sighting> seen = new ArrayList<>();
    int cells = FaceNetwork.cells(level.width, level.height);
    int cell = 0;
    for (int stride : FaceNetwork.strides()) {
      for (int row = 0; row < level.height / stride; row++) {
        for (int column = 0; column < level.width / stride; column++, cell++) {
          if (outputs[cell] >= LEAST_SEEN) {
            seen.add(sighting(level, outputs, cells, cell, stride, column, row));
          }
        }
      }
    }
    seen.sort(Comparator.comparingDouble(Sighting::middleX));
    levels.add(level);
    sightings.add(seen);
  }

  private static Sighting sighting(
      Level level, float[] outputs, int cells, int cell, int stride, int column, int row) {
    double[] values = new double[FaceNetwork.OUTPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = outputs[i * cells + cell];
    }
    double x = (column + 0.5) * stride;
    double y = (row + 0.5) * stride;
    double width = stride * Math.exp(Math.min(MOST_LOG_SIDE, values[3]));
    double height = stride * Math.exp(Math.min(MOST_LOG_SIDE, values[4]));
    Point corner =
        inPicture(level, x + stride * values[1] - width / 2, y + stride * values[2] - height / 2);
    Point right = inPicture(level, x + stride * values[5], y + stride * values[6]);
    Point left = inPicture(level, x + stride * values[7], y + stride * values[8]);
    return new Sighting(
        new Rect2d(corner.x(), corner.y(), level.scaleX * width, level.scaleY * height),
        new Eyes(left, right),
        Math.sqrt(width * height),
        values[0]);
  }

  private static Point inPicture(Level level, double x, double y) {
    return new Point(level.scaleX * x - level.border, level.scaleY * y - level.border);
  }

  /**
   * Returns what was seen, with the confidence that all sizes together give.
   *
   * @param picture size of the picture in pixels
   * @return the boxes of all sizes, overlapping ones too
   */
  FaceCandidates agreed(Size picture) {
    FaceCandidates candidates = new FaceCandidates(picture);
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      for (Sighting face : sightings.get(i)) {
        if (face.size >= level.least && face.size <= level.most) {
          double confidence = 1 / (1 + Math.exp(-agreedLogOdds(face, i)));
          candidates.add(face.box, confidence, Optional.of(face.eyes));
        }
      }
    }
    return candidates;
  }

  private double agreedLogOdds(Sighting face, int level) {
    double sum = face.logOdds;
    double weights = 1;
    for (int other : new int[] {level - 1, level + 1}) {
      double size = other < level ? 2 * face.size : face.size / 2;
      if (other >= 0 && other < levels.size() && size >= LEAST_KNOWN && size <= MOST_KNOWN) {
        sum += SHARE_OF_OTHERS * highest(face, sightings.get(other));
        weights += SHARE_OF_OTHERS;
      }
    }
    return sum / weights;
  }

  /** The log odds of the surest of the sightings that are of the same face. */
  private static double highest(Sighting face, List<Sighting> others) {
    double highest = UNSEEN;
    for (int i = firstFrom(face.box.x, others);
        i < others.size() && others.get(i).middleX() <= face.box.x + face.box.width;
        i++) {
      Sighting other = others.get(i);
      if (other.logOdds > highest && overlap(face.box, other.box) >= LEAST_OVERLAP) {
        highest = other.logOdds;
      }
    }
    return highest;
  }

  /** The first of the sightings whose middle is not left of an edge: boxes that share half do. */
  private static int firstFrom(double left, List<Sighting> others) {
    int from = 0;
    int to = others.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (others.get(middle).middleX() < left) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static double overlap(Rect2d one, Rect2d other) {
    double common = FaceCandidates.common(one, other);
    return common / (one.area() + other.area() - common);
  }

  private static double logOdds(double probability) {
    return Math.log(probability / (1 - probability));
  }
}
