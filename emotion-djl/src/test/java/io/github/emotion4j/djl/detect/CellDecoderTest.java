// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.Test;
import org.opencv.core.Rect2d;

class CellDecoderTest {

  /** 8x4 cells of stride 8, 4x2 of 16, 2x1 of 32. */
  private final CellDecoder decoder = new CellDecoder(64, 32);

  private final float[] answer = new float[decoder.length()];

  private record Found(double logit, Rect2d box, FaceLandmarks landmarks) {}

  private List<Found> found(double leastLogit) {
    List<Found> found = new ArrayList<>();
    decoder.forEach(
        answer, leastLogit, (logit, box, points) -> found.add(new Found(logit, box, points)));
    return found;
  }

  private void put(int cell, float... numbers) {
    System.arraycopy(numbers, 0, answer, 15 * cell, numbers.length);
  }

  @Test
  void thereAreFifteenNumbersForEachCell() {
    assertThat(decoder.length()).isEqualTo(15 * (32 + 8 + 2));
  }

  @Test
  void aBoxIsReadInUnitsOfTheStrideFromTheCellAndItsPointsInPartsOfTheBox() {
    Arrays.fill(answer, -9);
    float two = (float) Math.log(2);
    float three = (float) Math.log(3);
    // The second cell of the second row of stride 16: its corner is at 16, 16.
    put(
        32 + 5, 2, 0.5f, 0.25f, two, three, //
        -0.25f, -0.25f, 0.25f, -0.25f, 0, 0.125f, -0.125f, 0.25f, 0.125f, 0.25f);

    List<Found> found = found(0);

    assertThat(found).hasSize(1);
    Rect2d box = found.get(0).box();
    assertThat(box.x).isCloseTo(24 - 16, within(1e-4));
    assertThat(box.y).isCloseTo(20 - 24, within(1e-4));
    assertThat(box.width).isCloseTo(32, within(1e-4));
    assertThat(box.height).isCloseTo(48, within(1e-4));
    assertThat(found.get(0).landmarks())
        .usingRecursiveComparison()
        .withComparatorForType(new DoubleComparator(1e-4), Double.class)
        .isEqualTo(
            new FaceLandmarks(
                new Point(32, 8),
                new Point(16, 8),
                new Point(24, 26),
                new Point(28, 32),
                new Point(20, 32)));
  }

  @Test
  void onlyCellsOfAtLeastTheLogitAreShown() {
    Arrays.fill(answer, -9);
    put(0, 1);
    put(41, 0.5f);

    assertThat(found(0.5)).extracting(Found::logit).containsExactly(1.0, 0.5);
    assertThat(found(0.6)).hasSize(1);
  }

  @Test
  void aCellWithoutFiniteNumbersIsNoFace() {
    put(0, 1, Float.NaN);
    put(1, Float.NaN);
    put(2, 1, 0, 0, Float.POSITIVE_INFINITY);

    assertThat(found(0.5)).isEmpty();
  }
}
