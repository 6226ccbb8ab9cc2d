// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaceLandmarksTest {

  private static final FaceLandmarks LANDMARKS =
      new FaceLandmarks(
          new Point(7, 5), new Point(3, 5), new Point(5, 7), new Point(6, 9), new Point(4, 9));

  @Test
  void aRegionWithLandmarksHasTheirEyes() {
    FaceRegion region = FaceRegion.of(0, 0, 10, 12, LANDMARKS);

    assertThat(region.landmarks()).contains(LANDMARKS);
    assertThat(region.eyes()).contains(new Eyes(new Point(7, 5), new Point(3, 5)));
  }

  @Test
  void aRegionWithEyesAloneHasNoLandmarks() {
    assertThat(FaceRegion.of(0, 0, 10, 12, LANDMARKS.eyes()).landmarks()).isEmpty();
  }

  @Test
  void allPointsMoveAlike() {
    assertThat(LANDMARKS.moved(p -> new Point(2 * p.x(), p.y() + 1)))
        .isEqualTo(
            new FaceLandmarks(
                new Point(14, 6),
                new Point(6, 6),
                new Point(10, 8),
                new Point(12, 10),
                new Point(8, 10)));
  }
}
