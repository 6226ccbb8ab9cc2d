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
