// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * Makes the detector behind {@link EmotionDetector#create()}. Implementations are found with {@link
 * java.util.ServiceLoader}; applications don't call this.
 */
public interface EmotionDetectorProvider {

  /**
   * Makes a detector with this implementation's defaults.
   *
   * @return a new detector
   * @throws EmotionException if it can't be made; the message says what to do
   */
  EmotionDetector create();
}
