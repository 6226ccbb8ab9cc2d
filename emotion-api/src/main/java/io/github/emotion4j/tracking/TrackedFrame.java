// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What an {@link EmotionTracker} makes of one frame.
 *
 * @param timestamp when the frame is shown, from the video's beginning
 * @param faces the faces in it, in the order of their track numbers
 * @param events what began, changed or ended with this frame
 * @param cut whether another scene begins with it, which ends all tracks before
 */
public record TrackedFrame(
    Duration timestamp, List<TrackedFace> faces, List<TrackEvent> events, boolean cut) {

  /**
   * Makes a frame's result.
   *
   * @param timestamp when the frame is shown
   * @param faces the faces; copied
   * @param events what happened; copied
   * @param cut whether another scene begins
   */
  public TrackedFrame {
    Objects.requireNonNull(timestamp, "timestamp");
    faces = List.copyOf(faces);
    events = List.copyOf(events);
  }

  /**
   * Returns the time in seconds.
   *
   * @return seconds from the video's beginning
   */
  public double seconds() {
    return timestamp.toNanos() / 1e9;
  }
}
