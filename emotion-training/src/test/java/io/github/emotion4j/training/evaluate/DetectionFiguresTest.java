// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionFiguresTest {

  private static DetectedFace face(int x, int side, double confidence) {
    return new DetectedFace(FaceRegion.of(x, 0, side, side), confidence);
  }

  private static FaceRegion box(int x, int side) {
    return FaceRegion.of(x, 0, side, side);
  }

  @Test
  void overlapIsIntersectionOverUnion() {
    assertThat(DetectionFigures.overlap(box(0, 10), box(0, 10))).isEqualTo(1);
    assertThat(DetectionFigures.overlap(box(0, 10), box(5, 10))).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(DetectionFigures.overlap(box(0, 10), box(10, 10))).isZero();
  }

  @Test
  void aTrueFaceIsFoundOnceOnly() {
    DetectionFigures figures = new DetectionFigures(0);

    figures.add(List.of(face(0, 40, 0.9), face(1, 40, 0.8)), List.of(box(0, 40), box(200, 40)));

    assertThat(figures.right(0)).isEqualTo(1);
    assertThat(figures.wrong(0)).isEqualTo(1);
    assertThat(figures.recall(0)).isEqualTo(0.5);
    assertThat(figures.precision(0)).isEqualTo(0.5);
    assertThat(figures.precision(0.85)).isEqualTo(1);
  }

  @Test
  void smallFacesAreOptional() {
    DetectionFigures figures = new DetectionFigures(32);

    figures.add(
        List.of(face(0, 20, 0.9), face(100, 20, 0.9), face(200, 40, 0.9)),
        List.of(box(0, 20), box(200, 40)));

    assertThat(figures.trueFaces()).isEqualTo(1);
    assertThat(figures.recall(0)).isEqualTo(1);
    assertThat(figures.wrong(0)).isZero();
  }

  @Test
  void nothingToFindAndNothingFoundIsPerfect() {
    DetectionFigures figures = new DetectionFigures(0);

    figures.add(List.of(), List.of());

    assertThat(figures.recall(0)).isEqualTo(1);
    assertThat(figures.precision(0)).isEqualTo(1);
    assertThat(figures.averagePrecision()).isEqualTo(1);
    assertThat(figures.bestThreshold()).isEqualTo(1);
  }

  @Test
  void theThresholdIsTheOneOfTheBestF1() {
    DetectionFigures figures = new DetectionFigures(0);

    figures.add(
        List.of(face(0, 40, 0.9), face(100, 40, 0.8), face(300, 40, 0.5), face(200, 40, 0.4)),
        List.of(box(0, 40), box(100, 40), box(200, 40)));

    assertThat(figures.bestThreshold()).isEqualTo(0.4);
    assertThat(figures.averagePrecision()).isCloseTo((1 + 1 + 0.75) / 3, within(1e-9));
  }

  @Test
  void whatIsUncertainIsNeitherRightNorWrong() {
    DetectionFigures figures = new DetectionFigures(0);

    figures.add(
        List.of(face(0, 40, 0.9), face(200, 40, 0.8)), List.of(box(0, 40)), List.of(box(195, 40)));

    assertThat(figures.right(0.5)).isEqualTo(1);
    assertThat(figures.wrong(0.5)).isZero();
    assertThat(figures.trueFaces()).isEqualTo(1);
  }
}
