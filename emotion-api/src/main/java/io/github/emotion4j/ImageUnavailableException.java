// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

/**
 * A picture could not be fetched just now: its host is not found, did not answer in time, refused
 * or broke off the connection, or said that it is overloaded or out of order (status 408, 425, 429
 * or 5xx). The same call may succeed later. The message names the picture.
 */
public final class ImageUnavailableException extends EmotionException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public ImageUnavailableException(String message) {
    super(message);
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public ImageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String code() {
    return "image_unavailable";
  }
}
