// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Optional;

/**
 * Where a face is: a rectangle in pixels of the upright picture (EXIF orientation applied), and the
 * eyes and other points when the detector finds them.
 *
 * <p>Values are immutable, and equal when all their parts are.
 */
public sealed interface FaceRegion permits ImmutableFaceRegion {

  /**
   * Makes a region without eye positions.
   *
   * @param x left edge in pixels, not negative
   * @param y upper edge in pixels, not negative
   * @param width width in pixels, positive
   * @param height height in pixels, positive
   * @return the region
   * @throws IllegalArgumentException if a value is out of its range
   */
  static FaceRegion of(int x, int y, int width, int height) {
    return new ImmutableFaceRegion(x, y, width, height, Optional.empty(), Optional.empty());
  }

  /**
   * Makes a region with eye positions.
   *
   * @param x left edge in pixels, not negative
   * @param y upper edge in pixels, not negative
   * @param width width in pixels, positive
   * @param height height in pixels, positive
   * @param eyes centres of the eyes in pixels of the same picture
   * @return the region
   * @throws IllegalArgumentException if a value is out of its range
   */
  static FaceRegion of(int x, int y, int width, int height, Eyes eyes) {
    return new ImmutableFaceRegion(x, y, width, height, Optional.of(eyes), Optional.empty());
  }

  /**
   * Makes a region with five points, of which two are the eyes.
   *
   * @param x left edge in pixels, not negative
   * @param y upper edge in pixels, not negative
   * @param width width in pixels, positive
   * @param height height in pixels, positive
   * @param landmarks points in pixels of the same picture
   * @return the region
   * @throws IllegalArgumentException if a value is out of its range
   */
  static FaceRegion of(int x, int y, int width, int height, FaceLandmarks landmarks) {
    return new ImmutableFaceRegion(
        x, y, width, height, Optional.of(landmarks.eyes()), Optional.of(landmarks));
  }

  /**
   * Returns the left edge.
   *
   * @return pixels from the left of the picture, not negative
   */
  int x();

  /**
   * Returns the upper edge.
   *
   * @return pixels from the top of the picture, not negative
   */
  int y();

  /**
   * Returns the width.
   *
   * @return pixels, positive
   */
  int width();

  /**
   * Returns the height.
   *
   * @return pixels, positive
   */
  int height();

  /**
   * Returns the eyes.
   *
   * @return their centres, or empty when the detector does not find eyes
   */
  Optional<Eyes> eyes();

  /**
   * Returns the five points of the face.
   *
   * @return eyes, nose and corners of the mouth, or empty when the detector does not find all
   */
  Optional<FaceLandmarks> landmarks();

  /**
   * Measures how far two regions are the same.
   *
   * @param other a region of the same picture
   * @return intersection over union (the Jaccard index), 0 to 1
   */
  default double overlap(FaceRegion other) {
    long left = Math.max(x(), other.x());
    long top = Math.max(y(), other.y());
    long right = Math.min((long) x() + width(), (long) other.x() + other.width());
    long bottom = Math.min((long) y() + height(), (long) other.y() + other.height());
    double intersection = (double) Math.max(0, right - left) * Math.max(0, bottom - top);
    double union =
        (double) width() * height() + (double) other.width() * other.height() - intersection;
    return intersection / union;
  }
}
