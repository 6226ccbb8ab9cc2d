package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;

/** The place of an emotion in arrays of logits and probabilities and in confusion matrices. */
final class EmotionOrder {

  private EmotionOrder() {}

  // The declaration order is part of Emotion's contract.
  @SuppressWarnings("EnumOrdinal")
  static int indexOf(Emotion emotion) {
    return emotion.ordinal();
  }
}
