// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The seven emotions of the FER2013 data set: Ekman's six basic ones and neutral.
 *
 * <p>The declaration order is FER2013's class order (0 = angry … 6 = neutral) and the order of
 * every probability array in this SDK.
 *
 * @see <a href="https://arxiv.org/abs/1307.0414">Goodfellow et al., 2013, Challenges in
 *     Representation Learning</a>
 */
public enum Emotion {
  /** Anger. */
  ANGRY(0),
  /** Disgust. */
  DISGUST(1),
  /** Fear. */
  FEAR(2),
  /** Happiness. */
  HAPPY(3),
  /** Sadness. */
  SAD(4),
  /** Surprise. */
  SURPRISE(5),
  /** No visible emotion. */
  NEUTRAL(6);

  private static final List<Emotion> BY_INDEX = List.of(values());

  private final int index;
  private final String label = name().toLowerCase(Locale.ROOT);

  Emotion(int index) {
    this.index = index;
  }

  /**
   * Returns the lower-case name used in JSON, in model files and as folder name in data sets.
   *
   * @return for example {@code "happy"}
   */
  public String label() {
    return label;
  }

  /**
   * Returns the place of this emotion in every probability array and in FER2013's numbering.
   *
   * @return 0 to 6
   */
  public int index() {
    return index;
  }

  /**
   * Finds the emotion at a place.
   *
   * @param index 0 to 6
   * @return the emotion
   * @throws IllegalArgumentException if the index is not in 0 to 6
   */
  public static Emotion ofIndex(int index) {
    if (index < 0 || index >= BY_INDEX.size()) {
      throw new IllegalArgumentException(
          "An emotion's number is in 0 to " + (BY_INDEX.size() - 1) + ", not " + index);
    }
    return BY_INDEX.get(index);
  }

  /**
   * Finds the emotion with a label.
   *
   * @param label one of the seven labels, in any case
   * @return the emotion
   * @throws IllegalArgumentException if the label is none of the seven; the message lists them
   */
  public static Emotion ofLabel(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(emotion -> emotion.label.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown emotion \""
                        + label
                        + "\"; known are "
                        + Arrays.stream(values()).map(Emotion::label).toList()));
  }

  /**
   * Returns the label, so that printing an emotion reads as it does in JSON.
   *
   * @return {@link #label()}
   */
  @Override
  public String toString() {
    return label;
  }
}
