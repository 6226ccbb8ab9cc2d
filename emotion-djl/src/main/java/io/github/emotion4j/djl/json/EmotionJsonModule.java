// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.math.BigDecimal;
import java.math.RoundingMode;

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
  private static final int MOST_DECIMALS = 4;

  /** Makes the module. */
  public EmotionJsonModule() {
    super("emotion4j");
    addSerializer(FaceRegion.class, new FaceRegionSerializer());
    addDeserializer(FaceRegion.class, new FaceRegionDeserializer());
    addSerializer(EmotionResult.class, new EmotionResultSerializer());
    addDeserializer(EmotionResult.class, new EmotionResultDeserializer());
  }

  /** Rounds to four decimals, finer than any model is sure; decimal, or 0.0006 reads 6.0E-4. */
  static BigDecimal round(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value)
            .setScale(MOST_DECIMALS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return rounded.scale() < 1 ? rounded.setScale(1) : rounded;
  }
}
