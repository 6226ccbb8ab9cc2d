// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/** A model can't be loaded or used: missing, of an unknown version, altered, or failing. */
public final class ModelException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public ModelException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "model";
  }
}
