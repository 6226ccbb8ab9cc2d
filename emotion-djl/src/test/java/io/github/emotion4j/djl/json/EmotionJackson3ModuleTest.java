// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

final class EmotionJackson3ModuleTest extends JsonContract {

  private final JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();

  private final JsonMapper odd =
      JsonMapper.builder()
          .findAndAddModules()
          .changeDefaultPropertyInclusion(
              inclusion ->
                  inclusion
                      .withValueInclusion(JsonInclude.Include.NON_EMPTY)
                      .withContentInclusion(JsonInclude.Include.NON_EMPTY))
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  @Override
  String write(Object value) {
    return mapper.writeValueAsString(value);
  }

  @Override
  String writeOddly(Object value) {
    return odd.writeValueAsString(value);
  }

  @Override
  <T> T read(String json, Class<T> type) {
    return mapper.readValue(json, type);
  }

  @Override
  Class<? extends Exception> mismatch() {
    return DatabindException.class;
  }
}
