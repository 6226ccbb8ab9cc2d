// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * The root of every exception that this SDK throws for bad input, models or machines. Mistakes in
 * calling code (an argument out of range, a closed detector) are the JDK's own exceptions.
 */
public class EmotionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public EmotionException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public EmotionException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns a short name of the kind of failure, as it stands in JSON and metrics; it never
   * changes.
   *
   * @return for example {@code "invalid_image"}; {@code "failed"} for what is of no other kind
   */
  public String code() {
    return "failed";
  }
}
