// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionDetectorProvider;

/** Makes the detector behind {@link EmotionDetector#create()}. */
public final class DjlEmotionDetectorProvider implements EmotionDetectorProvider {

  /** Makes a provider; {@link java.util.ServiceLoader} calls this. */
  public DjlEmotionDetectorProvider() {}

  @Override
  public EmotionDetector create() {
    return DjlEmotionDetector.builder().build();
  }
}
