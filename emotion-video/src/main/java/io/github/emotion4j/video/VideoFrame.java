// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import java.awt.image.BufferedImage;
import java.time.Duration;

/**
 * A frame of a video.
 *
 * @param image upright, of type {@link BufferedImage#TYPE_3BYTE_BGR}; the receiver's own
 * @param timestamp when it is shown, from the video's beginning; later than the frame before
 */
public record VideoFrame(BufferedImage image, Duration timestamp) {}
