// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledFaceTest {

  private final LabelledFace face = SyntheticFaces.of(Split.PUBLIC_TEST, 1, 3).get(0);

  private static double roughness(LabelledFace face) {
    double sum = 0;
    byte[] pixels = face.pixels();
    for (int i = 1; i < pixels.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(pixels[i]) - Byte.toUnsignedInt(pixels[i - 1]));
    }
    return sum;
  }

  @Test
  void aFaceReducedToItsOwnSideIsTheSame() {
    assertThat(face.reducedTo(LabelledFace.SIDE).pixels()).isEqualTo(face.pixels());
  }

  @Test
  void theFewerPixelsAreLeftTheSmootherAFaceIs() {
    assertThat(roughness(face.reducedTo(12))).isLessThan(roughness(face.reducedTo(24)));
    assertThat(roughness(face.reducedTo(24))).isLessThan(roughness(face));
    assertThat(roughness(face.reducedTo(1))).isZero();
  }

  @Test
  void aReducedDataSetKeepsNamesSplitsAndLabels() {
    Fer2013 reduced = Fer2013.of("one", List.of(face)).reducedTo(20);

    assertThat(reduced.faces())
        .singleElement()
        .satisfies(
            small -> {
              assertThat(small.name()).isEqualTo(face.name());
              assertThat(small.split()).isEqualTo(face.split());
              assertThat(small.emotion()).isEqualTo(face.emotion());
              assertThat(small.pixels()).isEqualTo(face.reducedTo(20).pixels());
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 49})
  void asManyPixelsAsAFaceCantHaveAreRefused(int side) {
    assertThatThrownBy(() -> face.reducedTo(side))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(side));
  }
}
