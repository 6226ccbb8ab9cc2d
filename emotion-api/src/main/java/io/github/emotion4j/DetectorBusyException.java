// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/** All of a detector's predictors stayed busy for the time that a caller is willing to wait. */
public final class DetectorBusyException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public DetectorBusyException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public DetectorBusyException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "busy";
  }
}
