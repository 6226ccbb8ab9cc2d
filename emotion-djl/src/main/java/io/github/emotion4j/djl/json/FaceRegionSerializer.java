// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.io.IOException;
import java.util.Optional;

/** Writes a region. */
final class FaceRegionSerializer extends StdSerializer<FaceRegion> {

  private static final long serialVersionUID = 1L;

  FaceRegionSerializer() {
    super(FaceRegion.class);
  }

  @Override
  public void serialize(FaceRegion region, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("x", region.x());
    json.writeNumberField("y", region.y());
    json.writeNumberField("w", region.width());
    json.writeNumberField("h", region.height());
    writeEye(json, "left_eye", region.eyes().map(Eyes::left));
    writeEye(json, "right_eye", region.eyes().map(Eyes::right));
    json.writeEndObject();
  }

  private static void writeEye(JsonGenerator json, String name, Optional<Point> eye)
      throws IOException {
    json.writeFieldName(name);
    if (eye.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartArray();
    json.writeNumber(EmotionJsonModule.round(eye.get().x()));
    json.writeNumber(EmotionJsonModule.round(eye.get().y()));
    json.writeEndArray();
  }
}
