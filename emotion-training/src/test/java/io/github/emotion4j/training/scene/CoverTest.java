// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

class CoverTest {

  private static final int SIZE = 160;
  private static final SceneFace FACE = new SceneFace(60, 60, 40, 50, 72, 78, 88, 78);

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @RepeatedTest(40)
  void hidesAPartOfTheFaceAndLeavesAPart(RepetitionInfo repetition) {
    Draw draw = new Draw(new SplittableRandom(repetition.getCurrentRepetition()));
    Core.setRNGSeed(repetition.getCurrentRepetition());
    Cover cover = new Cover(new Backdrop(List.of()));
    try (MatScope scope = new MatScope()) {
      Mat canvas = scope.keep(new Mat(SIZE, SIZE, CvType.CV_8UC1, Scalar.all(137)));

      cover.hide(draw, canvas, FACE);

      Mat face = scope.keep(canvas.submat(new Rect(60, 60, 40, 50)));
      Mat changed = scope.empty();
      Core.compare(face, Scalar.all(137), changed, Core.CMP_NE);
      assertThat((double) Core.countNonZero(changed) / face.total()).isBetween(0.02, 0.75);
    }
  }
}
