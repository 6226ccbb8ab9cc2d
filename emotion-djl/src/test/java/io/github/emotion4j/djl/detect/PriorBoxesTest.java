// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opencv.core.Rect2d;

class PriorBoxesTest {

  @Test
  void ultraNetHasAsManyPriorsAsItsFileHasOutputs() {
    assertThat(PriorBoxes.ULTRA_NET.count(320, 240)).isEqualTo(4420);
  }

  @Test
  void allPriorsAreShownInTheirOrder() {
    List<PriorBoxes.Prior> priors = new ArrayList<>();

    PriorBoxes.RETINA_FACE.forEach(40, 20, (index, prior) -> priors.add(prior));

    assertThat(priors).hasSize(PriorBoxes.RETINA_FACE.count(40, 20));
    assertThat(priors.get(0)).isEqualTo(new PriorBoxes.Prior(4, 4, 16));
    assertThat(priors.get(1)).isEqualTo(new PriorBoxes.Prior(4, 4, 32));
    assertThat(priors.get(2)).isEqualTo(new PriorBoxes.Prior(12, 4, 16));
    assertThat(priors.get(2 * 5)).isEqualTo(new PriorBoxes.Prior(4, 12, 16));
    assertThat(priors.get(priors.size() - 1)).isEqualTo(new PriorBoxes.Prior(48, 16, 512));
  }

  @Test
  void outputsMoveAndStretchThePrior() {
    PriorBoxes.Prior prior = new PriorBoxes.Prior(100, 50, 20);

    assertThat(prior.box(new float[] {0, 0, 0, 0}, 0)).isEqualTo(new Rect2d(90, 40, 20, 20));
    Rect2d box = prior.box(new float[] {5, -5, (float) (5 * Math.log(2)), 0}, 0);
    assertThat(box.width).isCloseTo(40, within(1e-4));
    assertThat(box.x).isCloseTo(90, within(1e-4));
    assertThat(box.y).isCloseTo(30, within(1e-4));
  }
}
