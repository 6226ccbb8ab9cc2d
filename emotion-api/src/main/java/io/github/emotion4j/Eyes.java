// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Objects;

/**
 * The centres of a face's eyes, named by the person's own sides as DeepFace does: the left eye of
 * somebody who faces the camera is at the right of the picture.
 *
 * @param left the person's left eye
 * @param right the person's right eye
 */
public record Eyes(Point left, Point right) {

  /**
   * Makes a pair of eyes.
   *
   * @param left the person's left eye
   * @param right the person's right eye
   */
  public Eyes {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
  }
}
