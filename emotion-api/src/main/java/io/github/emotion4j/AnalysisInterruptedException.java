// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * The thread was interrupted while it waited for a picture or a detector. Its interrupt flag is
 * still set, and the work is not done.
 */
public final class AnalysisInterruptedException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public AnalysisInterruptedException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public AnalysisInterruptedException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "interrupted";
  }
}
