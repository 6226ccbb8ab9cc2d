// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionFiguresTest {

  private final DetectionFigures figures = new DetectionFigures(20, 16);

  private static DetectedFace face(int x, int side, double confidence) {
    return new DetectedFace(FaceRegion.of(x, 0, side, side), confidence);
  }

  private static Rectangle2D box(double x, double side) {
    return new Rectangle2D.Double(x, 0, side, side);
  }

  @Test
  void overlapIsIntersectionOverUnion() {
    assertThat(DetectionFigures.overlap(box(0, 10), box(0, 10))).isEqualTo(1);
    assertThat(DetectionFigures.overlap(box(0, 10), box(5, 10))).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(DetectionFigures.overlap(box(0, 10), box(10, 10))).isZero();
  }

  @Test
  void ofTwoBoxesOfOneFaceTheSurerIsRightAndTheOtherFalse() {
    figures.add(List.of(face(1, 40, 0.8), face(0, 40, 0.9)), List.of(box(0, 40), box(200, 40)));

    assertThat(figures.right(0)).isEqualTo(1);
    assertThat(figures.wrong(0)).isEqualTo(1);
    assertThat(figures.recall(0)).isEqualTo(0.5);
    assertThat(figures.precision(0)).isEqualTo(0.5);
    assertThat(figures.precision(0.85)).isEqualTo(1);
  }

  @Test
  void smallFacesCountNeitherWay() {
    figures.add(List.of(face(0, 18, 0.9), face(200, 40, 0.9)), List.of(box(0, 18), box(200, 40)));

    assertThat(figures.trueFaces()).isEqualTo(1);
    assertThat(figures.recall(0)).isEqualTo(1);
    assertThat(figures.right(0)).isEqualTo(1);
    assertThat(figures.wrong(0)).isZero();
  }

  @Test
  void aBoxOfNoFaceIsFalseIfItIsNotTiny() {
    figures.add(List.of(face(0, 15, 0.9), face(100, 16, 0.9)), List.of());

    assertThat(figures.wrong(0)).isEqualTo(1);
  }

  @Test
  void facesAndFalseBoxesAreCountedBySize() {
    figures.add(
        List.of(face(0, 30, 0.9), face(100, 70, 0.9), face(300, 50, 0.9)),
        List.of(box(0, 30), box(100, 70), box(500, 30)));

    assertThat(figures.trueFaces(20, 32)).isEqualTo(2);
    assertThat(figures.count(true, 0, 20, 32)).isEqualTo(1);
    assertThat(figures.count(true, 0, 64, 128)).isEqualTo(1);
    assertThat(figures.count(false, 0, 32, 64)).isEqualTo(1);
  }

  @Test
  void nothingToFindAndNothingFoundIsPerfect() {
    figures.add(List.of(), List.of());

    assertThat(figures.recall(0)).isEqualTo(1);
    assertThat(figures.precision(0)).isEqualTo(1);
    assertThat(figures.averagePrecision(0)).isEqualTo(1);
    assertThat(figures.calibrationError()).isZero();
  }

  @Test
  void averagePrecisionIsTheAreaUnderTheEnvelopeOfPrecision() {
    figures.add(
        List.of(face(0, 40, 0.9), face(100, 40, 0.8), face(300, 40, 0.5), face(200, 40, 0.4)),
        List.of(box(0, 40), box(100, 40), box(200, 40)));

    assertThat(figures.averagePrecision(0)).isCloseTo((1 + 1 + 0.75) / 3, within(1e-9));
    assertThat(figures.averagePrecision(0.5)).isCloseTo(2 / 3.0, within(1e-9));
  }

  @Test
  void confidencesThatAreTrueProbabilitiesHaveNoCalibrationError() {
    figures.add(
        List.of(face(0, 40, 0.75), face(100, 40, 0.75), face(200, 40, 0.75), face(300, 40, 0.75)),
        List.of(box(0, 40), box(100, 40), box(200, 40)));

    assertThat(figures.calibrationError()).isZero();
  }

  @Test
  void theCalibrationErrorIsHowFarConfidencesAreOff() {
    figures.add(List.of(face(0, 40, 0.9), face(100, 40, 0.3)), List.of(box(100, 40)));

    assertThat(figures.calibrationError()).isCloseTo((0.9 + 0.7) / 2, within(1e-9));
  }
}
