// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.awt.geom.Point2D;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointFiguresTest {

  /** A face whose eyes are so far apart, at a place. */
  private static FacePoints at(double x, double apart) {
    return new FacePoints(
        new Point2D.Double(x, 50),
        new Point2D.Double(x + apart, 50),
        new Point2D.Double(x + apart / 2, 50 + 0.6 * apart),
        new Point2D.Double(x + apart / 2, 50 + 1.1 * apart));
  }

  private static DetectedFace found(int x, int y, int side) {
    return new DetectedFace(FaceRegion.of(x, y, side, side), 0.9);
  }

  @Test
  void aBoxAroundThePointsOfAFaceFitsIt() {
    assertThat(at(100, 20).fits(found(90, 35, 45).region())).isTrue();
  }

  @Test
  void aBoxThatLeavesPointsOutOrIsFarTooLargeDoesNot() {
    assertThat(at(100, 20).fits(found(110, 35, 45).region())).isFalse();
    assertThat(at(100, 20).fits(found(20, 0, 200).region())).isFalse();
  }

  @Test
  void everyFaceIsFoundOnceAndTinyOnesNeedNotBe() {
    PointFigures figures = new PointFigures();

    figures.add(
        List.of(found(90, 35, 45), found(91, 36, 45)),
        List.of(at(100, 20), at(300, 20), at(400, 8)),
        List.of());

    assertThat(figures.faces()).isEqualTo(2);
    assertThat(figures.recall()).isEqualTo(0.5);
    assertThat(figures.beyond()).isEqualTo(1);
  }

  @Test
  void whatTheSecondDetectorSeesIsBeyondTheAnnotationButKnown() {
    PointFigures figures = new PointFigures();

    figures.add(
        List.of(found(0, 0, 40), found(200, 0, 40), found(300, 0, 40)),
        List.of(),
        List.of(FaceRegion.of(5, 0, 40, 40)));

    assertThat(figures.beyond()).isEqualTo(3);
    assertThat(figures.unknown()).isEqualTo(2);
    assertThat(figures.picturesWithUnknown()).isEqualTo(1);
  }
}
