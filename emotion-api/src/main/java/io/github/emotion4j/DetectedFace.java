// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Objects;

/**
 * What a {@link FaceDetector} finds: a place, and how sure it is.
 *
 * @param region where the face is, inside the picture
 * @param confidence how sure the detector is that it is a face, 0 to 1
 */
public record DetectedFace(FaceRegion region, double confidence) {

  /**
   * Makes a detected face.
   *
   * @param region where the face is
   * @param confidence 0 to 1
   * @throws IllegalArgumentException if the confidence is not in 0 to 1
   */
  public DetectedFace {
    Objects.requireNonNull(region, "region");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("The confidence must be in 0 to 1, not " + confidence);
    }
  }
}
