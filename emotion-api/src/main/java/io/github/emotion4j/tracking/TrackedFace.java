// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One face in one frame of a video.
 *
 * @param track the number of the face, from 1 on, the same as long as it is followed
 * @param smoothed place and probabilities, smoothed over time; all else of it is the latest
 *     reading's
 * @param emotion what the face shows, free of flicker: it changes only when another emotion has
 *     lasted, so it can differ from the likeliest of {@code smoothed} for a moment
 * @param since when the face began to show that emotion
 * @param reading what was seen in this very frame, not smoothed; empty where the face was not found
 *     for a moment and {@code smoothed} tells where it is expected
 */
public record TrackedFace(
    int track,
    EmotionResult smoothed,
    Emotion emotion,
    Duration since,
    Optional<EmotionResult> reading) {

  /**
   * Makes a face.
   *
   * @param track its number, at least 1
   * @param smoothed place and probabilities, smoothed
   * @param emotion what it shows
   * @param since from when on
   * @param reading what was seen in the frame
   * @throws IllegalArgumentException if the number is below 1
   */
  public TrackedFace {
    if (track < 1) {
      throw new IllegalArgumentException("A track's number is at least 1, not " + track);
    }
    Objects.requireNonNull(smoothed, "smoothed");
    Objects.requireNonNull(emotion, "emotion");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(reading, "reading");
  }
}
