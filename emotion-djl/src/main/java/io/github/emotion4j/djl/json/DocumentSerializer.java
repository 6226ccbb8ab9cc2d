// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value's document by Jackson 2, token by token, which no setting of a mapper changes.
 *
 * @param <T> type of the values
 */
final class DocumentSerializer<T> extends JsonSerializer<T> {

  private final DocumentWriter<? super T> writer;

  DocumentSerializer(DocumentWriter<? super T> writer) {
    this.writer = writer;
  }

  @Override
  public void serialize(T value, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    write(writer.write(value), json);
  }

  private static void write(@Nullable Object document, JsonGenerator json) throws IOException {
    if (document == null) {
      json.writeNull();
    } else if (document instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        json.writeFieldName(String.valueOf(field.getKey()));
        write(field.getValue(), json);
      }
      json.writeEndObject();
    } else if (document instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (document instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (document instanceof Integer number) {
      json.writeNumber(number);
    } else if (document instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else {
      json.writeString(document.toString());
    }
  }
}
