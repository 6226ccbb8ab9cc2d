package io.github.emotion4j;

import java.util.Arrays;
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
  ANGRY,
  /** Disgust. */
  DISGUST,
  /** Fear. */
  FEAR,
  /** Happiness. */
  HAPPY,
  /** Sadness. */
  SAD,
  /** Surprise. */
  SURPRISE,
  /** No visible emotion. */
  NEUTRAL;

  private final String label = name().toLowerCase(Locale.ROOT);

  /**
   * Returns the lower-case name used in JSON, in model files and as folder name in data sets.
   *
   * @return for example {@code "happy"}
   */
  public String label() {
    return label;
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
