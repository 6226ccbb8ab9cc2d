/** Face detectors: the embedded one, and others that OpenCV and DJL run. */
@NullMarked
package io.github.emotion4j.djl.detect;

import org.jspecify.annotations.NullMarked;
