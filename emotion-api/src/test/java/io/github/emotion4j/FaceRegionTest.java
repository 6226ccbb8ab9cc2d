// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceRegionTest {
  private static final Eyes EYES = new Eyes(new Point(30, 20), new Point(10, 20));

  @Test
  void holdsWhatItWasMadeOf() {
    FaceRegion region = FaceRegion.of(1, 2, 3, 4, EYES);

    assertThat(new int[] {region.x(), region.y(), region.width(), region.height()})
        .containsExactly(1, 2, 3, 4);
    assertThat(region.eyes()).contains(EYES);
  }

  @Test
  void hasNoEyesUnlessTheyAreGiven() {
    assertThat(FaceRegion.of(0, 0, 1, 1).eyes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1, 1, x, -1",
    "0, -2, 1, 1, y, -2",
    "0, 0, 0, 1, width, 0",
    "0, 0, -3, 1, width, -3",
    "0, 0, 1, 0, height, 0",
    "0, 0, 1, -2147483648, height, -2147483648"
  })
  void refusesAValueOutOfItsRange(int x, int y, int width, int height, String name, String value) {
    assertThatThrownBy(() -> FaceRegion.of(x, y, width, height))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, "not " + value);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 10, 10, 1",
    "10, 0, 10, 10, 0",
    "0, 10, 10, 10, 0",
    "100, 100, 1, 1, 0",
    "5, 0, 10, 10, 0.333333",
    "5, 5, 10, 10, 0.142857",
    "0, 0, 5, 10, 0.5",
    "2, 2, 5, 5, 0.25"
  })
  void measuresTheOverlap(int x, int y, int width, int height, double expected) {
    FaceRegion region = FaceRegion.of(0, 0, 10, 10);
    FaceRegion other = FaceRegion.of(x, y, width, height);

    assertThat(region.overlap(other)).isCloseTo(expected, within(1e-6));
  }

  @Property(seed = "1")
  void theOverlapIsAShareAndTheSameBothWays(
      @ForAll("regions") FaceRegion region, @ForAll("regions") FaceRegion other) {
    assertThat(region.overlap(other)).isBetween(0.0, 1.0).isEqualTo(other.overlap(region));
    assertThat(region.overlap(region)).isEqualTo(1);
  }

  /** Small ones, which meet often, and any. */
  @Provide
  Arbitrary<FaceRegion> regions() {
    Arbitrary<Integer> edge = Arbitraries.integers().between(0, Integer.MAX_VALUE);
    Arbitrary<Integer> side = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    Arbitrary<Integer> near = Arbitraries.integers().between(0, 9);
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 9);
    return Arbitraries.oneOf(
        Combinators.combine(near, near, small, small).as(FaceRegion::of),
        Combinators.combine(edge, edge, side, side).as(FaceRegion::of));
  }

  @Test
  void isEqualToARegionOfTheSameParts() {
    assertThat(FaceRegion.of(1, 2, 3, 4, EYES))
        .isEqualTo(FaceRegion.of(1, 2, 3, 4, EYES))
        .hasSameHashCodeAs(FaceRegion.of(1, 2, 3, 4, EYES));
  }

  @Test
  void differsWhereAPartDiffers() {
    assertThat(FaceRegion.of(1, 2, 3, 4))
        .isNotEqualTo(FaceRegion.of(0, 2, 3, 4))
        .isNotEqualTo(FaceRegion.of(1, 0, 3, 4))
        .isNotEqualTo(FaceRegion.of(1, 2, 5, 4))
        .isNotEqualTo(FaceRegion.of(1, 2, 3, 5))
        .isNotEqualTo(FaceRegion.of(1, 2, 3, 4, EYES));
  }

  @Test
  void isPrintedAsSizeAndPlace() {
    assertThat(FaceRegion.of(1, 2, 3, 4)).hasToString("3x4 at 1,2");
  }

  @ParameterizedTest
  @CsvSource({"NaN, 0", "0, NaN", "Infinity, 0", "0, -Infinity"})
  void refusesAPointThatIsNotFinite(double x, double y) {
    assertThatThrownBy(() -> new Point(x, y))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(x + ", " + y);
  }
}
