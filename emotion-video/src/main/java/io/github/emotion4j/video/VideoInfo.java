// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import java.time.Duration;
import java.util.Optional;

/**
 * What a video says of itself.
 *
 * @param width in pixels, upright
 * @param height in pixels, upright
 * @param framesASecond on average, as far as it is known; positive
 * @param duration how long it is, or empty where nobody knows
 */
public record VideoInfo(int width, int height, double framesASecond, Optional<Duration> duration) {}
