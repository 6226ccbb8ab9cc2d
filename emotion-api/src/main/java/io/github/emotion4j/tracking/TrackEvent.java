// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import io.github.emotion4j.Emotion;
import java.time.Duration;

/** Something that happened to a face in a video. */
public sealed interface TrackEvent {

  /**
   * Returns whom it happened to.
   *
   * @return the number of the track, from 1 on
   */
  int track();

  /**
   * Returns when it happened, which is at or before the frame that reports it.
   *
   * @return time from the video's beginning
   */
  Duration at();

  /**
   * A face came into sight.
   *
   * @param track its number
   * @param at when it was first seen
   */
  record Began(int track, Duration at) implements TrackEvent {}

  /**
   * A face shows another emotion, and has for long enough to be sure of it.
   *
   * @param track its number
   * @param at when the other emotion was first the likeliest
   * @param from what it showed before
   * @param to what it shows
   */
  record Changed(int track, Duration at, Emotion from, Emotion to) implements TrackEvent {}

  /**
   * A face is followed no longer. Its number is not used again.
   *
   * @param track its number
   * @param at when it was last seen
   * @param reason why it ended
   */
  record Ended(int track, Duration at, Reason reason) implements TrackEvent {}

  /** Why a track ended. */
  enum Reason {
    /** The face was not found again for as long as a lost face is remembered. */
    LOST,
    /** Another scene began. */
    CUT,
    /** The video ended. */
    FINISHED
  }
}
