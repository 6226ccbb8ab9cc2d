// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.opencv.core.Rect2d;

class FaceCandidatesTest {

  private static final org.opencv.core.Size PICTURE = new org.opencv.core.Size(100, 100);

  private final FaceCandidates candidates = new FaceCandidates(PICTURE);

  private void add(double x, double y, double width, double height, double score) {
    candidates.add(new Rect2d(x, y, width, height), score, Optional.empty());
  }

  @Test
  void theSurestOfOverlappingBoxesIsLeft() {
    add(10, 10, 20, 20, 0.6);
    add(11, 11, 20, 20, 0.9);
    add(60, 60, 20, 20, 0.7);
    add(80, 10, 10, 10, 0.2);

    assertThat(candidates.best(0.5, 0.4))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(11, 11, 20, 20), FaceRegion.of(60, 60, 20, 20));
  }

  @Test
  void aFaceWithinAFaceIsNone() {
    add(10, 10, 60, 60, 0.9);
    add(20, 20, 15, 15, 0.8);
    add(62, 40, 20, 20, 0.7);

    assertThat(candidates.best(0.5, 0.4))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(10, 10, 60, 60), FaceRegion.of(62, 40, 20, 20));
  }

  @Test
  void boxesAreClippedToThePictureAndThoseOutsideAreLeftOut() {
    add(-10, -10, 30, 30, 0.9);
    add(160, 10, 10, 10, 0.9);

    assertThat(candidates.best(0.5, 0.4))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(0, 0, 20, 20));
  }

  @Property(seed = "1")
  void whatIsLeftLiesWithinThePictureOverlapsLittleAndIsLeftAgain(
      @ForAll @Size(max = 20) List<@From("boxes") Rect2d> boxes,
      @ForAll @DoubleRange(min = 0.1, max = 0.9) double mostOverlap) {
    FaceCandidates all = new FaceCandidates(PICTURE);
    for (int i = 0; i < boxes.size(); i++) {
      all.add(boxes.get(i), 1.0 / (1 + i), Optional.empty());
    }

    List<DetectedFace> left = all.best(0, mostOverlap);

    FaceCandidates again = new FaceCandidates(PICTURE);
    for (DetectedFace face : left) {
      FaceRegion region = face.region();
      assertThat(region.x() + region.width()).isLessThanOrEqualTo(100);
      assertThat(region.y() + region.height()).isLessThanOrEqualTo(100);
      assertThat(left)
          .filteredOn(other -> !other.equals(face))
          .allSatisfy(o -> assertThat(o.region().overlap(region)).isLessThan(mostOverlap + 1e-9));
      Rect2d box = new Rect2d(region.x(), region.y(), region.width(), region.height());
      again.add(box, face.confidence(), Optional.empty());
    }
    assertThat(again.best(0, mostOverlap)).isEqualTo(left);
  }

  /** In whole pixels, in part or wholly beyond the picture. */
  @Provide
  Arbitrary<Rect2d> boxes() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(-40, 120);
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 160);
    return Combinators.combine(edge, edge, side, side).as(Rect2d::new);
  }

  /** Of a face that fills the picture, two boxes may overlap little but for what is beyond it. */
  @Test
  void boxesThatAreOneWithinThePictureAreOneFace() {
    add(0, 0, 100, 300, 0.9);
    add(0, -200, 100, 300, 0.8);

    assertThat(candidates.best(0.5, 0.3))
        .extracting(DetectedFace::region)
        .containsExactly(FaceRegion.of(0, 0, 100, 100));
  }

  @Test
  void aThousandFacesOfACrowdAreAllLeft() {
    FaceCandidates crowd = new FaceCandidates(new org.opencv.core.Size(2000, 1000));
    for (int i = 0; i < 1000; i++) {
      Rect2d box = new Rect2d(40 * (i % 50), 40 * (i / 50), 30, 30);
      crowd.add(box, 0.9, Optional.empty());
      crowd.add(new Rect2d(box.x + 1, box.y, 30, 30), 0.8, Optional.empty());
    }

    assertThat(crowd.best(0.5, 0.3)).hasSize(1000);
  }

  @Test
  void boxesAndPointsComeAlongToAnotherSize() {
    Point point = new Point(5, 10);
    candidates.add(
        new Rect2d(10, 10, 20, 20),
        0.9,
        Optional.of(new FaceLandmarks(point, point, point, point, point)));

    FaceRegion region =
        candidates
            .scaledTo(new org.opencv.core.Size(200, 300), 2, 3)
            .best(0.5, 0.3)
            .get(0)
            .region();

    assertThat(region.landmarks())
        .hasValueSatisfying(all -> assertThat(all.nose()).isEqualTo(new Point(10, 30)));
    assertThat(region).hasToString("40x60 at 20,30");
  }
}
