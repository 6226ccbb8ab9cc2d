// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static java.util.Map.entry;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What data sets call the seven emotions, in any case. */
final class EmotionNames {

  private static final Map<String, Emotion> SYNONYMS =
      Map.ofEntries(
          entry("anger", Emotion.ANGRY),
          entry("disgusted", Emotion.DISGUST),
          entry("afraid", Emotion.FEAR),
          entry("fearful", Emotion.FEAR),
          entry("scared", Emotion.FEAR),
          entry("happiness", Emotion.HAPPY),
          entry("joy", Emotion.HAPPY),
          entry("sadness", Emotion.SAD),
          entry("surprised", Emotion.SURPRISE),
          entry("neutrality", Emotion.NEUTRAL));

  /** Classes of known data sets that are none of the seven; their faces are left out. */
  private static final Set<String> NONE_OF_SEVEN =
      Set.of("contempt", "unknown", "uncertain", "none", "no-face", "noface", "nf", "non-face");

  private EmotionNames() {}

  /**
   * Finds the emotion that a class is.
   *
   * @return the emotion; nothing for a class that is known to be none of the seven
   * @throws IllegalArgumentException for any other name; the message lists the labels
   */
  static Optional<Emotion> find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (NONE_OF_SEVEN.contains(wanted)) {
      return Optional.empty();
    }
    Emotion synonym = SYNONYMS.get(wanted);
    return Optional.of(synonym != null ? synonym : Emotion.ofLabel(name));
  }

  /** Tells whether a word in lower case names an emotion, perhaps none of the seven. */
  static boolean isName(String word) {
    return SYNONYMS.containsKey(word)
        || NONE_OF_SEVEN.contains(word)
        || Arrays.stream(Emotion.values()).anyMatch(emotion -> emotion.label().equals(word));
  }
}
