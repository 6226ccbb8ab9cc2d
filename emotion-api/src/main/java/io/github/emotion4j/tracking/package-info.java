// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/**
 * Follows faces through the frames of a video and reads their emotions without flicker. Works with
 * any {@link io.github.emotion4j.EmotionDetector} and depends on nothing but the JDK.
 */
@NullMarked
package io.github.emotion4j.tracking;

import org.jspecify.annotations.NullMarked;
