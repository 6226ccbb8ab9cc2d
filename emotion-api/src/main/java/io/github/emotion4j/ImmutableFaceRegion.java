// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Optional;

record ImmutableFaceRegion(
    int x, int y, int width, int height, Optional<Eyes> eyes, Optional<FaceLandmarks> landmarks)
    implements FaceRegion {

  ImmutableFaceRegion {
    requireAtLeast(0, "x", x);
    requireAtLeast(0, "y", y);
    requireAtLeast(1, "width", width);
    requireAtLeast(1, "height", height);
  }

  private static void requireAtLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "A face region's " + name + " must be at least " + least + ", not " + value);
    }
  }

  @Override
  public String toString() {
    return width + "x" + height + " at " + x + "," + y;
  }
}
