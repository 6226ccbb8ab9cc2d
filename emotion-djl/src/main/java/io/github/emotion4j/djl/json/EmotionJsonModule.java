package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;

/**
 * Teaches any Jackson {@code ObjectMapper} to write and read results as DeepFace writes them, with
 * percentages that sum to 100:
 *
 * <pre>
 * {"emotion": {"angry": 0.03, …}, "dominant_emotion": "happy",
 *  "region": {"x": 10, "y": 20, "w": 80, "h": 90, "left_eye": [70, 50], "right_eye": [30, 50]},
 *  "face_confidence": 0.99}
 * </pre>
 *
 * <pre>{@code
 * ObjectMapper mapper = new ObjectMapper().registerModule(new EmotionJsonModule());
 * String json = mapper.writeValueAsString(detector.analyze(path));
 * }</pre>
 *
 * <p>Eyes are null where they are not known. Numbers are rounded to four decimals.
 */
public final class EmotionJsonModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** Makes the module. */
  public EmotionJsonModule() {
    super("emotion4j");
    addSerializer(FaceRegion.class, new FaceRegionSerializer());
    addDeserializer(FaceRegion.class, new FaceRegionDeserializer());
    addSerializer(EmotionResult.class, new EmotionResultSerializer());
    addDeserializer(EmotionResult.class, new EmotionResultDeserializer());
  }

  /** Rounds to four decimals, which is finer than any model is sure. */
  static double round(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
