// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/** No face was found where one was required. */
public final class NoFaceException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public NoFaceException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public NoFaceException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "no_face";
  }
}
