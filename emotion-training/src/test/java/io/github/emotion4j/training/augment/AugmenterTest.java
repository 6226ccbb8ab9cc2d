// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.djl.classify.ModelCard;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmenterTest {

  private static final int SIDE = 48;
  private static final byte[] FACE = new byte[SIDE * SIDE];

  static {
    new Random(7).nextBytes(FACE);
  }

  private static float[] augment(Augmentation settings, byte[] face, int size, long seed) {
    float[] result = new float[size * size];
    try (Augmenter augmenter = new Augmenter(settings, ModelCard.Input.FER2013, size)) {
      augmenter.augment(face, new SplittableRandom(seed), result, 0);
    }
    return result;
  }

  private static float normalized(int x, int y) {
    return ((FACE[y * SIDE + x] & 0xff) / 255f - 0.5f) / 0.25f;
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 44, 40, 16})
  void noneIsTheNormalisedCentre(int size) {
    float[] result = augment(Augmentation.NONE, FACE, size, 1);

    int margin = (SIDE - size) / 2;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        assertThat(result[y * size + x])
            .as("pixel %d, %d", x, y)
            .isCloseTo(normalized(x + margin, y + margin), within(1e-5f));
      }
    }
  }

  @Test
  void writesFromTheOffsetOn() {
    float[] target = new float[2 * SIDE * SIDE + 1];
    try (Augmenter augmenter = new Augmenter(Augmentation.NONE, ModelCard.Input.FER2013, SIDE)) {
      augmenter.augment(FACE, new SplittableRandom(1), target, SIDE * SIDE);
    }

    assertThat(target[SIDE * SIDE - 1]).isZero();
    assertThat(target[SIDE * SIDE]).isCloseTo(normalized(0, 0), within(1e-5f));
    assertThat(target[2 * SIDE * SIDE]).isZero();
  }

  @Test
  void sameSeedGivesTheSame() {
    assertThat(augment(Augmentation.FER2013, FACE, 44, 5))
        .isEqualTo(augment(Augmentation.FER2013, FACE, 44, 5));
  }

  @Test
  void anotherSeedGivesAnother() {
    assertThat(augment(Augmentation.FER2013, FACE, 44, 5))
        .isNotEqualTo(augment(Augmentation.FER2013, FACE, 44, 6));
  }

  @Test
  void whatCameBeforeDoesNotMatter() {
    float[] alone = augment(Augmentation.FER2013, FACE, SIDE, 5);
    float[] second = new float[SIDE * SIDE];
    try (Augmenter augmenter = new Augmenter(Augmentation.FER2013, ModelCard.Input.FER2013, SIDE)) {
      augmenter.augment(new byte[SIDE * SIDE], new SplittableRandom(1), second, 0);
      augmenter.augment(FACE, new SplittableRandom(5), second, 0);
    }

    assertThat(second).isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 40})
  void flipMirrorsExactly(int size) {
    float[] mirrored =
        augment(new Augmentation(1, 0, 0, 0, 0, 0, Augmentation.Erasing.NONE), FACE, size, 1);

    float[] straight = augment(Augmentation.NONE, FACE, size, 1);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        assertThat(mirrored[y * size + x]).isEqualTo(straight[y * size + size - 1 - x]);
      }
    }
  }

  @Test
  void flipsAboutAsOftenAsItsProbability() {
    float[] straight = augment(Augmentation.NONE, FACE, SIDE, 0);
    Augmentation seldom = new Augmentation(0.25, 0, 0, 0, 0, 0, Augmentation.Erasing.NONE);
    int flipped = 0;
    for (int seed = 0; seed < 400; seed++) {
      flipped += augment(seldom, FACE, SIDE, seed)[0] == straight[0] ? 0 : 1;
    }

    assertThat(flipped).isBetween(70, 130);
  }

  @RepeatedTest(20)
  void shiftStaysInItsReach(RepetitionInfo repetition) {
    Augmentation settings = new Augmentation(0, 0, 0, 0.125, 0, 0, Augmentation.Erasing.NONE);

    double[] centre =
        centreOfDot(augment(settings, dot(24, 24), SIDE, repetition.getCurrentRepetition()));

    assertThat(centre[0]).isCloseTo(24, within(6.1));
    assertThat(centre[1]).isCloseTo(24, within(6.1));
  }

  @RepeatedTest(20)
  void rotationStaysInItsReachAndAtItsRadius(RepetitionInfo repetition) {
    Augmentation settings = new Augmentation(0, 30, 0, 0, 0, 0, Augmentation.Erasing.NONE);

    double[] centre =
        centreOfDot(augment(settings, dot(40, 24), SIDE, repetition.getCurrentRepetition()));

    double x = centre[0] - 23.5;
    double y = centre[1] - 23.5;
    assertThat(Math.hypot(x, y)).isCloseTo(16.5, within(0.5));
    assertThat(Math.toDegrees(Math.atan2(y, x))).isBetween(-30.0, 34.0);
  }

  @RepeatedTest(20)
  void scaleStaysInItsReach(RepetitionInfo repetition) {
    Augmentation settings = new Augmentation(0, 0, 0.25, 0, 0, 0, Augmentation.Erasing.NONE);

    double[] centre =
        centreOfDot(augment(settings, dot(39, 24), SIDE, repetition.getCurrentRepetition()));

    assertThat(centre[0] - 23.5).isBetween(15.5 * 0.75 - 0.5, 15.5 * 1.25 + 0.5);
  }

  /** A black face with a soft bright dot of 3x3 pixels. */
  private static byte[] dot(int centreX, int centreY) {
    byte[] face = new byte[SIDE * SIDE];
    for (int y = centreY - 1; y <= centreY + 1; y++) {
      for (int x = centreX - 1; x <= centreX + 1; x++) {
        face[y * SIDE + x] = (byte) 255;
      }
    }
    return face;
  }

  private static double[] centreOfDot(float[] values) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < values.length; i++) {
      double light = values[i] + 2; // black is -2
      sum += light;
      sumX += light * (i % SIDE);
      int row = i / SIDE;
      sumY += light * row;
    }
    return new double[] {sumX / sum, sumY / sum};
  }

  @RepeatedTest(20)
  void lightStaysInItsReach(RepetitionInfo repetition) {
    Augmentation settings = new Augmentation(0, 0, 0, 0, 0.3, 0.1, Augmentation.Erasing.NONE);
    byte[] white = new byte[SIDE * SIDE];
    java.util.Arrays.fill(white, (byte) 255);

    float value = augment(settings, white, SIDE, repetition.getCurrentRepetition())[0];

    // ((1 - 0.5) * (1 ± 0.3) + 0.5 ± 0.1 - 0.5) / 0.25
    assertThat(value).isBetween((0.35f - 0.1f) / 0.25f, (0.65f + 0.1f) / 0.25f);
  }

  @RepeatedTest(20)
  void eraseChangesOneRectangleOfAtMostItsArea(RepetitionInfo repetition) {
    double share = 0.15;
    float[] before = augment(Augmentation.NONE, FACE, SIDE, 1);

    float[] after =
        augment(
            new Augmentation(0, 0, 0, 0, 0, 0, new Augmentation.Erasing(1, share)),
            FACE,
            SIDE,
            repetition.getCurrentRepetition());

    int left = SIDE;
    int right = -1;
    int top = SIDE;
    int bottom = -1;
    int changed = 0;
    for (int i = 0; i < after.length; i++) {
      if (after[i] != before[i]) {
        changed++;
        left = Math.min(left, i % SIDE);
        right = Math.max(right, i % SIDE);
        top = Math.min(top, i / SIDE);
        bottom = Math.max(bottom, i / SIDE);
      }
    }
    int width = right - left + 1;
    int height = bottom - top + 1;
    assertThat(changed).isPositive().isEqualTo(width * height);
    // Sides are rounded to whole pixels.
    assertThat((width - 0.5) * (height - 0.5)).isLessThanOrEqualTo(share * SIDE * SIDE);
  }

  @Test
  void erasesAboutAsOftenAsItsProbability() {
    float[] before = augment(Augmentation.NONE, FACE, SIDE, 0);
    Augmentation often = new Augmentation(0, 0, 0, 0, 0, 0, new Augmentation.Erasing(0.75, 0.1));
    int erased = 0;
    for (int seed = 0; seed < 200; seed++) {
      erased += java.util.Arrays.equals(before, augment(often, FACE, SIDE, seed)) ? 0 : 1;
    }

    assertThat(erased).isBetween(130, 170);
  }
}
