// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.NearDuplicates.Pair;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class NearDuplicatesTest {

  private static final LabelledFace FACE = blobs(1);

  /** Soft blobs in random places, as unlike as different faces. */
  private static LabelledFace blobs(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[48 * 48];
    for (int blob = 0; blob < 12; blob++) {
      double x = random.nextDouble(48);
      double y = random.nextDouble(48);
      double height = random.nextDouble(-100, 100);
      for (int i = 0; i < values.length; i++) {
        int row = i / 48;
        double distance = Math.hypot(i % 48 - x, row - y);
        values[i] += height * Math.exp(-distance * distance / 60);
      }
    }
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.max(0, Math.min(255, 128 + values[i]));
    }
    return face(pixels);
  }

  private static LabelledFace face(byte[] pixels) {
    return new LabelledFace("a face", Split.TRAINING, Emotion.HAPPY, pixels);
  }

  /** As another camera or compression would have it. */
  private static LabelledFace changed(LabelledFace face, int brighter, int noise) {
    SplittableRandom random = new SplittableRandom(7);
    byte[] pixels = new byte[48 * 48];
    for (int i = 0; i < pixels.length; i++) {
      int value = (face.pixels()[i] & 0xff) + brighter + random.nextInt(-noise, noise + 1);
      pixels[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return face(pixels);
  }

  @Test
  void theSamePixelsAreFound() {
    assertThat(
            NearDuplicates.between(
                List.of(blobs(2), FACE), List.of(blobs(3), face(FACE.pixels().clone()))))
        .containsExactly(new Pair(1, 1));
  }

  @Test
  void aBrighterAndNoisierCopyIsFound() {
    assertThat(NearDuplicates.within(List.of(FACE, blobs(2), changed(FACE, 20, 12))))
        .containsExactly(new Pair(0, 2));
  }

  @Test
  void otherFacesAreNotFound() {
    List<LabelledFace> faces = LongStream.range(0, 40).mapToObj(NearDuplicatesTest::blobs).toList();

    assertThat(NearDuplicates.within(faces)).isEmpty();
  }

  @Test
  void facesWithoutContrastAreAlikeOnlyIfEqual() {
    LabelledFace black = face(new byte[48 * 48]);

    assertThat(NearDuplicates.within(List.of(black, face(new byte[48 * 48]), FACE)))
        .containsExactly(new Pair(0, 1));
  }
}
