// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import tools.jackson.databind.module.SimpleModule;

/**
 * Teaches any mapper of Jackson 3 ({@code tools.jackson.core:jackson-databind}, to be added by who
 * wants it) the same shape as {@link EmotionJsonModule}, where it is described.
 *
 * <p>The module is registered as a service, which Spring Boot 4 finds by itself:
 *
 * <pre>{@code
 * JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();
 * }</pre>
 */
public final class EmotionJackson3Module extends SimpleModule {

  private static final long serialVersionUID = 1L;

  /** Makes the module. */
  public EmotionJackson3Module() {
    super("emotion4j");
    addSerializer(FaceRegion.class, new Jackson3Serializer<>(ResultDocument::write));
    addSerializer(EmotionResult.class, new Jackson3Serializer<>(ResultDocument::write));
    addSerializer(AnalysisOutcome.class, new Jackson3Serializer<>(ResultDocument::write));
    addSerializer(EmotionException.class, new Jackson3Serializer<>(ResultDocument::write));
    addReader(FaceRegion.class, ResultDocument::readRegion);
    addReader(EmotionResult.class, ResultDocument::readResult);
    addReader(AnalysisOutcome.class, ResultDocument::readOutcome);
    addReader(EmotionException.class, ResultDocument::readException);
  }

  private <T> void addReader(Class<T> type, DocumentReader<T> reader) {
    addDeserializer(type, new Jackson3Deserializer<>(type, reader));
  }
}
