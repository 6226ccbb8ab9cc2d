// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import io.github.emotion4j.EmotionException;

/** A data set can't be read; the message names the file, and the line where there are lines. */
public final class DatasetException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what is wrong where
   */
  public DatasetException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what is wrong where
   * @param cause what was thrown underneath
   */
  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
