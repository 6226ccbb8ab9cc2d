// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Reads a result; the dominant emotion is computed, not read. */
final class EmotionResultDeserializer extends StdDeserializer<EmotionResult> {

  private static final long serialVersionUID = 1L;

  EmotionResultDeserializer() {
    super(EmotionResult.class);
  }

  @Override
  public EmotionResult deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = parser.readValueAsTree();
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      JsonNode percentage = node.path("emotion").path(emotion.label());
      if (!percentage.isNumber()) {
        return context.reportInputMismatch(
            this, "a result needs a percentage \"%s\"", emotion.label());
      }
      probabilities.put(emotion, percentage.doubleValue() / 100);
    }
    JsonNode place = node.path("region");
    if (!place.isObject()) {
      return context.reportInputMismatch(this, "a result needs a face region \"region\"");
    }
    FaceRegion region = context.readTreeAsValue(place, FaceRegion.class);
    try {
      return EmotionResult.of(
          region, node.path("face_confidence").asDouble(Double.NaN), probabilities);
    } catch (IllegalArgumentException e) {
      return context.reportInputMismatch(this, "%s", e.getMessage());
    }
  }
}
