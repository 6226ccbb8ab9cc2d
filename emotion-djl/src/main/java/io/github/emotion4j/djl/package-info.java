/**
 * Emotion recognition on DJL, PyTorch and OpenCV.
 *
 * <p>Start at {@link io.github.emotion4j.djl.DjlEmotionDetector#builder()}, or, without options, at
 * {@link io.github.emotion4j.EmotionDetector#create()}.
 */
@NullMarked
package io.github.emotion4j.djl;

import org.jspecify.annotations.NullMarked;
