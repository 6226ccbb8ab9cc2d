/** The engine: PyTorch through DJL, and whether its native library is there. */
@NullMarked
package io.github.emotion4j.djl.internal.engine;

import org.jspecify.annotations.NullMarked;
