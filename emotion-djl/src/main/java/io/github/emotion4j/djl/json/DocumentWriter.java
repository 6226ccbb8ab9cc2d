// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a document of maps, lists, numbers and texts of a value.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
interface DocumentWriter<T> {

  /**
   * Makes the document.
   *
   * @param value the value
   * @return its fields, in their order
   */
  Map<String, @Nullable Object> write(T value);
}
