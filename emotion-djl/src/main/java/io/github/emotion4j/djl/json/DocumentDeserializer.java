// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value by Jackson 2.
 *
 * @param <T> type of the values
 */
final class DocumentDeserializer<T> extends StdDeserializer<T> {

  private static final long serialVersionUID = 1L;

  private final DocumentReader<T> reader;

  DocumentDeserializer(Class<T> type, DocumentReader<T> reader) {
    super(type);
    this.reader = reader;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    try {
      return reader.read(document(parser));
    } catch (IllegalArgumentException e) {
      return context.reportInputMismatch(this, "%s", e.getMessage());
    }
  }

  private static @Nullable Object document(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        parser.nextToken();
        yield fields(parser);
      }
      case FIELD_NAME -> fields(parser); // Jackson has read the beginning of the object
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(document(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText()); // all digits
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new HashMap<>();
    while (parser.currentToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      fields.put(name, document(parser));
      parser.nextToken();
    }
    return fields;
  }
}
