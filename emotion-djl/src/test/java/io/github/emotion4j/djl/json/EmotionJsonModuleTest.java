// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.UncheckedIOException;

final class EmotionJsonModuleTest extends JsonContract {

  private final ObjectMapper mapper = new ObjectMapper().findAndRegisterModules();

  private final ObjectMapper odd =
      new ObjectMapper()
          .findAndRegisterModules()
          .setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY)
          .setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @Override
  String write(Object value) {
    return write(mapper, value);
  }

  @Override
  String writeOddly(Object value) {
    return write(odd, value);
  }

  private static String write(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonMappingException e) {
      throw new Mismatch(e);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  Class<? extends Exception> mismatch() {
    return Mismatch.class;
  }

  /** The checked exception of Jackson 2. */
  private static final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Mismatch(JsonMappingException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
