// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * A picture can't be read: broken, of an unknown format, too large, or out of reach. The message
 * names the picture.
 */
public final class InvalidImageException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public InvalidImageException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public InvalidImageException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "invalid_image";
  }
}
