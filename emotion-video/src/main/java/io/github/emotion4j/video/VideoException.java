// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.EmotionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A video can't be read, or not to its end, or not written. The message names it. What was analyzed
 * before is not lost.
 */
public final class VideoException extends EmotionException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable EmotionTimeline timeline;

  /**
   * Makes an exception.
   *
   * @param message what went wrong, with what, and what to do about it
   */
  public VideoException(String message) {
    super(message);
    timeline = null;
  }

  /**
   * Makes an exception with a cause.
   *
   * @param message what went wrong, with what, and what to do about it
   * @param cause what was thrown underneath
   */
  public VideoException(String message, Throwable cause) {
    super(message, cause);
    timeline = null;
  }

  private VideoException(EmotionException cause, EmotionTimeline timeline) {
    super(cause.getMessage(), cause);
    this.timeline = timeline;
  }

  static VideoException after(EmotionException cause, EmotionTimeline timeline) {
    return new VideoException(cause, timeline);
  }

  /**
   * Returns what was analyzed before.
   *
   * @return the timeline up to there; empty where the failure was not of {@link
   *     VideoAnalyzer#analyze}
   */
  public Optional<EmotionTimeline> timeline() {
    return Optional.ofNullable(timeline);
  }

  @Override
  public String code() {
    return "invalid_video";
  }
}
