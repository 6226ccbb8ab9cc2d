/** Face detectors that run on OpenCV. */
@NullMarked
package io.github.emotion4j.djl.detect;

import org.jspecify.annotations.NullMarked;
