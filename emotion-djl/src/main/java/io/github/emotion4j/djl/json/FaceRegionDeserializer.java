// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.io.IOException;

/** Reads a region. */
final class FaceRegionDeserializer extends StdDeserializer<FaceRegion> {

  private static final long serialVersionUID = 1L;

  FaceRegionDeserializer() {
    super(FaceRegion.class);
  }

  @Override
  public FaceRegion deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode node = parser.readValueAsTree();
    int x = number(node, "x", context);
    int y = number(node, "y", context);
    int width = number(node, "w", context);
    int height = number(node, "h", context);
    JsonNode left = node.path("left_eye");
    JsonNode right = node.path("right_eye");
    try {
      return left.isArray() && right.isArray()
          ? FaceRegion.of(x, y, width, height, new Eyes(point(left), point(right)))
          : FaceRegion.of(x, y, width, height);
    } catch (IllegalArgumentException e) {
      return context.reportInputMismatch(this, "%s", e.getMessage());
    }
  }

  private int number(JsonNode node, String field, DeserializationContext context)
      throws IOException {
    JsonNode value = node.path(field);
    return value.isInt()
        ? value.intValue()
        : context.reportInputMismatch(this, "a face region needs a whole number \"%s\"", field);
  }

  private static Point point(JsonNode node) {
    return new Point(node.path(0).asDouble(Double.NaN), node.path(1).asDouble(Double.NaN));
  }
}
