// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;

class CrowdTest {

  private static final int SIZE = 160;

  private final Crowd crowd = new Crowd();
  private final List<Mat> areas = new ArrayList<>();
  private final List<SceneFace> faces = new ArrayList<>();
  private final List<SceneFace> uncertain = new ArrayList<>();

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @AfterEach
  void releaseAreas() {
    areas.forEach(Mat::release);
  }

  /** A face of 40x40 pixels. */
  private static SceneFace faceAt(double x, double y) {
    return new SceneFace(x, y, 40, 40, x + 12, y + 15, x + 28, y + 15);
  }

  private Mat area(int x, int y, int width, int height) {
    Mat area = new Mat(SIZE, SIZE, CvType.CV_8UC1, Scalar.all(0));
    Mat part = area.submat(new Rect(x, y, width, height));
    part.setTo(Scalar.all(255));
    part.release();
    areas.add(area);
    return area;
  }

  private void sort() {
    crowd.sort(SIZE, face -> true, faces, uncertain);
  }

  @Test
  void whoStandsInFrontIsToBeFoundAndWhoIsHalfSeenBehindToo() {
    SceneFace behind = faceAt(50, 50);
    SceneFace inFront = faceAt(50, 75);
    crowd.add(behind, area(50, 50, 40, 40));
    crowd.add(inFront, area(50, 75, 40, 40)); // hides 15 of 40 rows

    sort();

    assertThat(faces).containsExactlyInAnyOrder(behind, inFront);
    assertThat(uncertain).isEmpty();
  }

  @Test
  void aFaceThatIsHiddenByMoreThanHalfCountsNeitherWay() {
    SceneFace behind = faceAt(50, 50);
    crowd.add(behind, area(50, 50, 40, 40));
    crowd.add(area(50, 66, 40, 60)); // hides 24 of 40 rows

    sort();

    assertThat(faces).isEmpty();
    assertThat(uncertain).containsExactly(behind);
  }

  @Test
  void aFaceOfWhichNearlyNothingIsSeenIsGone() {
    crowd.add(faceAt(50, 50), area(50, 50, 40, 40));
    crowd.add(area(50, 55, 40, 60)); // leaves 5 of 40 rows

    sort();

    assertThat(faces).isEmpty();
    assertThat(uncertain).isEmpty();
  }

  @Test
  void severalWhoStandInFrontHideAFaceTogether() {
    SceneFace behind = faceAt(50, 50);
    crowd.add(behind, area(50, 50, 40, 40));
    crowd.add(area(40, 50, 22, 40));
    crowd.add(area(78, 50, 22, 40));

    sort();

    assertThat(uncertain).containsExactly(behind);
  }

  @Test
  void whoStandsBehindHidesNothing() {
    SceneFace inFront = faceAt(50, 50);
    crowd.add(area(0, 0, SIZE, SIZE));
    crowd.add(inFront, area(50, 50, 40, 40));

    sort();

    assertThat(faces).containsExactly(inFront);
  }

  @Test
  void aFaceThatCannotBeLearnedCountsNeitherWay() {
    SceneFace face = faceAt(50, 50);
    crowd.add(face, area(50, 50, 40, 40));

    crowd.sort(SIZE, any -> false, faces, uncertain);

    assertThat(faces).isEmpty();
    assertThat(uncertain).containsExactly(face);
  }

  @Test
  void aFaceOutsideTheSceneIsNotThere() {
    crowd.add(faceAt(-60, 50), area(0, 50, 1, 1));

    sort();

    assertThat(faces).isEmpty();
    assertThat(uncertain).isEmpty();
  }
}
