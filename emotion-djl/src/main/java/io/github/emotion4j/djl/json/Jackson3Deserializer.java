// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads a value by Jackson 3.
 *
 * @param <T> type of the values
 */
final class Jackson3Deserializer<T> extends StdDeserializer<T> {

  private final DocumentReader<T> reader;

  Jackson3Deserializer(Class<T> type, DocumentReader<T> reader) {
    super(type);
    this.reader = reader;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) {
    try {
      return reader.read(document(parser));
    } catch (IllegalArgumentException e) {
      return context.reportInputMismatch(this, "%s", e.getMessage());
    }
  }

  private static @Nullable Object document(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        parser.nextToken();
        yield fields(parser);
      }
      case PROPERTY_NAME -> fields(parser); // Jackson has read the beginning of the object
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(document(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getString()); // all digits
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> fields(JsonParser parser) {
    Map<String, @Nullable Object> fields = new HashMap<>();
    while (parser.currentToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, document(parser));
      parser.nextToken();
    }
    return fields;
  }
}
