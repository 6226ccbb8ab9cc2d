// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/**
 * Who shows which emotion, when: reads video files, cameras and streams through FFmpeg. Start at
 * {@link io.github.emotion4j.video.VideoAnalyzer}.
 */
@NullMarked
package io.github.emotion4j.video;

import org.jspecify.annotations.NullMarked;
