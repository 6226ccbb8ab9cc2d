// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;

class BrushTest {

  private static final int SIZE = 64;
  private static final double TONE = 30;
  private static final double GROUND = 200;

  private final MatScope scope = new MatScope();
  private Mat canvas;
  private Mat area;
  private Brush brush;

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @BeforeEach
  void prepare() {
    canvas = scope.keep(new Mat(SIZE, SIZE, CvType.CV_8UC1, Scalar.all(GROUND)));
    area = scope.keep(new Mat(SIZE, SIZE, CvType.CV_8UC1, Scalar.all(0)));
    brush = new Brush(new Draw(new SplittableRandom(1)), canvas, area);
  }

  @AfterEach
  void release() {
    scope.close();
  }

  @Test
  void anEllipseIsPaintedAndItsAreaMarked() {
    brush.ellipse(32, 32, 20, 10, 0, TONE);

    assertThat(canvas.get(32, 32)[0]).isLessThan(GROUND / 2 + TONE);
    assertThat(canvas.get(32, 5)[0]).isEqualTo(GROUND);
    assertThat(area.get(32, 32)[0]).isEqualTo(255);
    assertThat(Core.countNonZero(area)).isBetween(550, 700); // pi * 20 * 10 is 628
  }

  @Test
  void aLineIsAsThickAsIsSaid() {
    brush.line(new Point(10, 32), new Point(54, 32), 6, TONE);

    assertThat(area.get(32, 32)[0]).isEqualTo(255);
    assertThat(area.get(26, 32)[0]).isZero();
    assertThat(area.get(38, 32)[0]).isZero();
  }

  @Test
  void whatReachesBeyondTheCanvasIsCutOff() {
    brush.ellipse(0, 0, 10, 10, 30, TONE);

    assertThat(area.get(0, 0)[0]).isEqualTo(255);
    assertThat(Core.countNonZero(area)).isBetween(60, 100);
  }

  @Test
  void whatLiesOutsideTheCanvasChangesNothing() {
    brush.ellipse(-50, 20, 10, 10, 0, TONE);
    brush.line(new Point(100, 100), new Point(120, 130), 3, TONE);

    assertThat(Core.countNonZero(area)).isZero();
  }
}
