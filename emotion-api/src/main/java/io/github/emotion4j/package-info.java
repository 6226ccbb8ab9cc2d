/**
 * The words of facial emotion recognition: pictures go in, faces with emotions come out.
 *
 * <p>Start at {@link io.github.emotion4j.EmotionDetector#create()}. Everything here is free of any
 * engine; an implementation (the artifact {@code emotion-djl}) is found on the class path.
 */
@NullMarked
package io.github.emotion4j;

import org.jspecify.annotations.NullMarked;
