// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.databind.module.SimpleModule;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;

/**
 * Teaches any {@code ObjectMapper} of Jackson 2 to write and read results as DeepFace writes them,
 * with percentages that sum to 100:
 *
 * <pre>
 * {"emotion": {"angry": 0.03, …}, "dominant_emotion": "happy",
 *  "region": {"x": 10, "y": 20, "w": 80, "h": 90, "left_eye": [70.0, 50.5], "right_eye": [30.0, 50.0]},
 *  "face_confidence": 0.99,
 *  "head_pose": {"yaw": 3.1, "pitch": -2.0, "roll": 0.4}, "face_quality": 0.93}
 * </pre>
 *
 * <p>where a region may have {@code nose}, {@code mouth_left} and {@code mouth_right} too. Those,
 * the pose (degrees) and the quality are left out where they are not known.
 *
 * <p>The outcome of each picture as an object:
 *
 * <pre>
 * {"image": "team.jpg", "faces": [ … ]}
 * {"image": "torn.jpg", "error": {"code": "invalid_image", "message": "Can't read …"}}
 * </pre>
 *
 * <p>Eyes are null where they are not known. Codes of errors are {@code invalid_image}, {@code
 * image_unavailable} (try again later), {@code interrupted}, {@code no_face}, {@code busy}, {@code
 * model}, {@code missing_dependency} and {@code failed}; an {@link EmotionException} alone is
 * written likewise, without its stack trace. The shape does not depend on the mapper's settings.
 *
 * <p>Every number is written with all its digits: the result that is read equals the one that was
 * written. A picture is read as the address or file of its name, whatever it was. Fields that are
 * not known are skipped; later versions add some, and change none.
 *
 * <p>The module is registered as a service:
 *
 * <pre>{@code
 * ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();
 * String json = mapper.writeValueAsString(detector.analyze(path));
 * }</pre>
 *
 * <p>Spring Boot 3 registers modules that are beans, not services: {@code @Bean EmotionJsonModule
 * emotionJson() { return new EmotionJsonModule(); }}. For Jackson 3, and so Spring Boot 4, there is
 * {@link EmotionJackson3Module}.
 */
public final class EmotionJsonModule extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** Makes the module. */
  public EmotionJsonModule() {
    super("emotion4j");
    addSerializer(FaceRegion.class, new DocumentSerializer<>(ResultDocument::write));
    addSerializer(EmotionResult.class, new DocumentSerializer<>(ResultDocument::write));
    addSerializer(AnalysisOutcome.class, new DocumentSerializer<>(ResultDocument::write));
    addSerializer(EmotionException.class, new DocumentSerializer<>(ResultDocument::write));
    addReader(FaceRegion.class, ResultDocument::readRegion);
    addReader(EmotionResult.class, ResultDocument::readResult);
    addReader(AnalysisOutcome.class, ResultDocument::readOutcome);
    addReader(EmotionException.class, ResultDocument::readException);
  }

  private <T> void addReader(Class<T> type, DocumentReader<T> reader) {
    addDeserializer(type, new DocumentDeserializer<>(type, reader));
  }
}
