// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import io.github.emotion4j.tracking.TrackedFrame;
import java.awt.image.BufferedImage;

/**
 * A frame and what was seen in it.
 *
 * @param image the frame, upright
 * @param result its faces, and what began, changed or ended with it
 * @param video what the video says of itself
 * @param dropped how many frames of a live source were dropped so far since they came too fast
 */
public record AnalyzedFrame(
    BufferedImage image, TrackedFrame result, VideoInfo video, long dropped) {}
