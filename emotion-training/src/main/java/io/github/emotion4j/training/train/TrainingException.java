// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.EmotionException;

/** A training can't begin or go on; the message says why and what to change. */
public final class TrainingException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message why, and what to change
   */
  public TrainingException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message why, and what to change
   * @param cause what was thrown underneath
   */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
