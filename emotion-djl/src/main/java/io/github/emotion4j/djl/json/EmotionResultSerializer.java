// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import java.io.IOException;
import java.util.Map;

/** Writes a result. */
final class EmotionResultSerializer extends StdSerializer<EmotionResult> {

  private static final long serialVersionUID = 1L;

  EmotionResultSerializer() {
    super(EmotionResult.class);
  }

  @Override
  public void serialize(EmotionResult result, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("emotion");
    for (Map.Entry<Emotion, Double> entry : result.probabilities().entrySet()) {
      json.writeNumberField(
          entry.getKey().label(), EmotionJsonModule.round(100 * entry.getValue()));
    }
    json.writeEndObject();
    json.writeStringField("dominant_emotion", result.dominantEmotion().label());
    provider.defaultSerializeField("region", result.region(), json);
    json.writeNumberField("face_confidence", EmotionJsonModule.round(result.faceConfidence()));
    json.writeEndObject();
  }
}
