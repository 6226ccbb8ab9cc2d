// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts how far the faces that a detector finds agree with annotated points, by the rules of the
 * training program's scoring.py. Not all faces are annotated: what agrees with none is only
 * <em>beyond</em> the annotation, and <em>unknown</em> where a second detector does not see it
 * either. For one thread.
 */
public final class PointFigures {

  /** Faces whose eyes are nearer to each other, in pixels, need not be found. */
  public static final double LEAST_EYE_DISTANCE = 12;

  private static final double KNOWN_OVERLAP = 0.4;

  private int faces;
  private int right;
  private int beyond;
  private int unknown;
  private int picturesWithUnknown;

  /** Makes an empty count. */
  public PointFigures() {}

  /**
   * Counts a picture.
   *
   * @param found what the detector found, the surest first
   * @param truth the faces that are annotated
   * @param known the boxes that a second detector sees
   */
  public void add(List<DetectedFace> found, List<FacePoints> truth, List<FaceRegion> known) {
    List<FacePoints> left = new ArrayList<>(truth);
    int before = unknown;
    for (DetectedFace face : found) {
      FacePoints own = left.stream().filter(p -> p.fits(face.region())).findFirst().orElse(null);
      if (own != null) {
        left.remove(own);
      } else {
        beyond++;
        if (known.stream().noneMatch(box -> box.overlap(face.region()) >= KNOWN_OVERLAP)) {
          unknown++;
        }
      }
    }
    picturesWithUnknown += unknown > before ? 1 : 0;
    faces += counted(truth);
    right += counted(truth) - counted(left);
  }

  private static int counted(List<FacePoints> points) {
    return (int) points.stream().filter(p -> p.eyeDistance() >= LEAST_EYE_DISTANCE).count();
  }

  /**
   * Returns how many annotated faces have to be found.
   *
   * @return those with eyes at least {@value #LEAST_EYE_DISTANCE} pixels apart
   */
  public int faces() {
    return faces;
  }

  /**
   * Returns the share of them that was found.
   *
   * @return 0 to 1; 1 where there are none
   */
  public double recall() {
    return faces == 0 ? 1 : (double) right / faces;
  }

  /**
   * Returns how many boxes agree with no annotation.
   *
   * @return their number
   */
  public int beyond() {
    return beyond;
  }

  /**
   * Returns how many of those the second detector does not see either.
   *
   * @return their number
   */
  public int unknown() {
    return unknown;
  }

  /**
   * Returns in how many pictures there are such.
   *
   * @return the number of pictures
   */
  public int picturesWithUnknown() {
    return picturesWithUnknown;
  }
}
