// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * Something that belongs on the class path is not there; the message says what to add to the build.
 */
public final class MissingDependencyException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public MissingDependencyException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public MissingDependencyException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "missing_dependency";
  }
}
