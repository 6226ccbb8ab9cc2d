// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.Rect2d;
import org.opencv.core.Size;

class FaceCandidatesTest {

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @Test
  void theSurestOfOverlappingBoxesIsLeft() {
    FaceCandidates candidates = new FaceCandidates(new Size(100, 100));
    candidates.add(new Rect2d(10, 10, 20, 20), 0.6, Optional.empty());
    candidates.add(new Rect2d(11, 11, 20, 20), 0.9, Optional.empty());
    candidates.add(new Rect2d(60, 60, 20, 20), 0.7, Optional.empty());
    candidates.add(new Rect2d(80, 10, 10, 10), 0.2, Optional.empty());

    List<DetectedFace> best = candidates.best(0.5f, 0.4f);

    assertThat(best)
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(11, 11, 20, 20), FaceRegion.of(60, 60, 20, 20));
  }

  @Test
  void aFaceWithinAFaceIsNone() {
    FaceCandidates candidates = new FaceCandidates(new Size(100, 100));
    candidates.add(new Rect2d(10, 10, 60, 60), 0.9, Optional.empty());
    candidates.add(new Rect2d(20, 20, 15, 15), 0.8, Optional.empty());
    candidates.add(new Rect2d(62, 40, 20, 20), 0.7, Optional.empty());

    assertThat(candidates.best(0.5f, 0.4f))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(10, 10, 60, 60), FaceRegion.of(62, 40, 20, 20));
  }

  @Test
  void boxesAreClippedToThePictureAndThoseOutsideAreLeftOut() {
    FaceCandidates candidates = new FaceCandidates(new Size(50, 40));
    candidates.add(new Rect2d(-10, -10, 30, 30), 0.9, Optional.empty());
    candidates.add(new Rect2d(60, 10, 10, 10), 0.9, Optional.empty());

    assertThat(candidates.best(0.5f, 0.4f))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(0, 0, 20, 20));
  }
}
