/** Loads OpenCV. */
@NullMarked
package io.github.emotion4j.djl.opencv;

import org.jspecify.annotations.NullMarked;
