// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.FaceRegion;

/**
 * A face in a scene. Lengths are in pixels from the scene's upper left corner; a face at the edge
 * may lie partly outside.
 *
 * @param x left edge of the box
 * @param y upper edge of the box
 * @param width width of the box, positive
 * @param height height of the box, positive
 * @param rightEyeX place of the person's right eye
 * @param rightEyeY place of the person's right eye
 * @param leftEyeX place of the person's left eye
 * @param leftEyeY place of the person's left eye
 */
public record SceneFace(
    double x,
    double y,
    double width,
    double height,
    double rightEyeX,
    double rightEyeY,
    double leftEyeX,
    double leftEyeY) {

  /**
   * Measures the face.
   *
   * @return the square root of the box's area, in pixels
   */
  public double size() {
    return Math.sqrt(width * height);
  }

  /**
   * Returns the part of the box that lies within a scene.
   *
   * @param size side of the scene in pixels
   * @return at least a pixel
   */
  public FaceRegion regionIn(int size) {
    int left = clip(x, size);
    int top = clip(y, size);
    return FaceRegion.of(
        left,
        top,
        Math.max(1, clip(x + width, size) - left),
        Math.max(1, clip(y + height, size) - top));
  }

  private static int clip(double edge, int size) {
    return (int) Math.round(Math.min(size, Math.max(0, edge)));
  }

  /** The same face in other units: all lengths times a factor. */
  SceneFace times(double factor) {
    return new SceneFace(
        x * factor,
        y * factor,
        width * factor,
        height * factor,
        rightEyeX * factor,
        rightEyeY * factor,
        leftEyeX * factor,
        leftEyeY * factor);
  }

  /**
   * Measures how much of the box lies within a scene.
   *
   * @param size side of the scene in pixels
   * @return a share, 0 to 1
   */
  double visible(int size) {
    double across = Math.min(size, x + width) - Math.max(0, x);
    double down = Math.min(size, y + height) - Math.max(0, y);
    return Math.max(0, across) * Math.max(0, down) / (width * height);
  }

  /**
   * Compares two boxes.
   *
   * @param other another face of the same scene
   * @return intersection over union, 0 to 1
   */
  public double overlap(SceneFace other) {
    double across = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    double down = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    double common = Math.max(0, across) * Math.max(0, down);
    return common / (width * height + other.width * other.height - common);
  }
}
