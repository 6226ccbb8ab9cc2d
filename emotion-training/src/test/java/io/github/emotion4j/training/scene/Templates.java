// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Face crops of noise, for tests. */
final class Templates {

  private Templates() {}

  static List<FaceTemplate> some(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] pixels = new byte[LabelledFace.SIDE * LabelledFace.SIDE];
              new Random(i).nextBytes(pixels);
              return new FaceTemplate(
                  new LabelledFace("face " + i, Split.TRAINING, Emotion.HAPPY, pixels),
                  new SceneFace(0.1, 0.05, 0.8, 0.9, 0.3, 0.4, 0.7, 0.4));
            })
        .toList();
  }
}
