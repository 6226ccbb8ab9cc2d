/** The seam to OpenCV: its native library, and pictures in its memory. */
@NullMarked
package io.github.emotion4j.djl.internal.opencv;

import org.jspecify.annotations.NullMarked;
