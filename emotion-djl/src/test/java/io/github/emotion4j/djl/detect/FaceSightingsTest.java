// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.detect.FaceSightings.Level;
import io.github.emotion4j.djl.opencv.OpenCv;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.Size;

/** Pictures of 128x128 that are shown as they are and at half the size. */
class FaceSightingsTest {

  private static final Size PICTURE = new Size(128, 128);
  private static final double ALL = Double.MAX_VALUE;
  private static final double UNSEEN = Math.log(0.05 / 0.95);

  private final FaceSightings sightings = new FaceSightings();

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  private static Level whole(double least, double most) {
    return new Level(128, 128, 1, 1, 0, least, most);
  }

  private static Level half(double least, double most) {
    return new Level(64, 64, 2, 2, 0, least, most);
  }

  /** Outputs of a network that sees nothing in a square of a side. */
  private static float[] nothing(int side) {
    int cells = FaceNetwork.cells(side, side);
    float[] outputs = new float[FaceNetwork.OUTPUTS * cells];
    for (int i = 0; i < cells; i++) {
      outputs[i] = -10;
    }
    return outputs;
  }

  /**
   * Outputs of a network that sees a square face from the upper left corner of a cell of stride 16
   * on.
   */
  private static float[] face(int side, int row, int column, double size, double logOdds) {
    float[] outputs = nothing(side);
    int cells = FaceNetwork.cells(side, side);
    int cell = side / 8 * (side / 8) + row * (side / 16) + column;
    outputs[cell] = (float) logOdds;
    outputs[cells + cell] = (float) (size / 32 - 0.5);
    outputs[2 * cells + cell] = (float) (size / 32 - 0.5);
    outputs[3 * cells + cell] = (float) Math.log(size / 16);
    outputs[4 * cells + cell] = (float) Math.log(size / 16);
    return outputs;
  }

  private List<DetectedFace> best() {
    return sightings.agreed(PICTURE).best(0.01f, 0.4f);
  }

  private static double confidence(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  @Test
  void aCellsOutputsAreInUnitsOfItsStride() {
    int cells = FaceNetwork.cells(64, 64);
    float[] outputs = nothing(64);
    int cell = 64 + 1 * 4 + 2; // stride 16, second row, third column: its middle is (40, 24)
    outputs[cell] = 3;
    outputs[cells + cell] = 0.5f;
    outputs[2 * cells + cell] = -0.25f;
    outputs[3 * cells + cell] = (float) Math.log(2);
    outputs[4 * cells + cell] = (float) Math.log(1.5);
    outputs[5 * cells + cell] = -0.5f;
    outputs[7 * cells + cell] = 0.5f;

    sightings.add(new Level(64, 64, 2, 2, 6, 0, ALL), outputs);

    DetectedFace face = best().get(0);
    assertThat(face.confidence()).isCloseTo(confidence(3), within(1e-6));
    FaceRegion region = face.region();
    assertThat(region.width()).isEqualTo(64);
    assertThat(region.height()).isEqualTo(48);
    assertThat(region.x()).isEqualTo(2 * 48 - 32 - 6);
    assertThat(region.y()).isEqualTo(2 * 20 - 24 - 6);
    assertThat(region.eyes().orElseThrow().right().x()).isEqualTo(2 * (40 - 8) - 6);
    assertThat(region.eyes().orElseThrow().left().x()).isEqualTo(2 * (40 + 8) - 6);
  }

  @Test
  void whatIsSeenAtTwoSizesHasTheMeanOfBothLogOdds() {
    sightings.add(whole(0, ALL), face(128, 2, 2, 40, 1));
    sightings.add(half(50, ALL), face(64, 1, 1, 20, 2)); // too small to be reported from here

    assertThat(best())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.confidence())
                    .isCloseTo(confidence((1 + 0.5 * 2) / 1.5), within(1e-6)));
  }

  @Test
  void whatIsSeenAtOneSizeOnlyIsDoubted() {
    sightings.add(whole(0, ALL), face(128, 2, 2, 40, 1));
    sightings.add(half(0, ALL), nothing(64));

    assertThat(best().get(0).confidence())
        .isCloseTo(confidence((1 + 0.5 * UNSEEN) / 1.5), within(1e-6));
  }

  @Test
  void aFaceElsewhereSaysNothing() {
    sightings.add(whole(0, ALL), face(128, 2, 2, 40, 1));
    sightings.add(half(50, ALL), face(64, 3, 3, 20, 2));

    assertThat(best().get(0).confidence())
        .isCloseTo(confidence((1 + 0.5 * UNSEEN) / 1.5), within(1e-6));
  }

  @Test
  void aFaceThatIsTooSmallForTheNextSizeIsNotDoubtedForIt() {
    sightings.add(whole(0, ALL), face(128, 2, 2, 24, 1));
    sightings.add(half(0, ALL), nothing(64));

    assertThat(best().get(0).confidence()).isCloseTo(confidence(1), within(1e-6));
  }

  @Test
  void aFaceThatIsTooLargeForTheSizeBeforeIsNotDoubtedForIt() {
    sightings.add(whole(0, ALL), nothing(128));
    sightings.add(half(0, ALL), face(64, 1, 1, 40, 1));

    assertThat(best().get(0).confidence()).isCloseTo(confidence(1), within(1e-6));
  }

  @Test
  void theSizeBeforeIsAskedAsWell() {
    sightings.add(whole(0, 30), face(128, 2, 2, 40, 2)); // too large to be reported from here
    sightings.add(half(0, ALL), face(64, 1, 1, 20, 1));

    assertThat(best().get(0).confidence()).isCloseTo(confidence((1 + 0.5 * 2) / 1.5), within(1e-6));
  }

  @Test
  void onlyFacesOfTheSizesThatALevelIsForAreReportedFromIt() {
    sightings.add(whole(0, 30), face(128, 2, 2, 40, 5));
    sightings.add(half(25, ALL), face(64, 1, 1, 20, 5));

    assertThat(best()).isEmpty();
  }

  @Test
  void aNetworkThatSeesNothingGivesNothing() {
    sightings.add(whole(0, ALL), nothing(128));
    sightings.add(half(0, ALL), nothing(64));

    assertThat(best()).isEmpty();
  }
}
