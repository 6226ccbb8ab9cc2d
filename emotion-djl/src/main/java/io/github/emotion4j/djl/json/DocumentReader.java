// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value of a document of maps, lists, numbers and texts.
 *
 * @param <T> type of the value
 */
@FunctionalInterface
interface DocumentReader<T> extends Serializable {

  /**
   * Makes the value.
   *
   * @param document the document
   * @return the value
   * @throws IllegalArgumentException if the document does not hold such a value; says why
   */
  T read(@Nullable Object document);
}
