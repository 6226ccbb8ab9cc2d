/** Cuts faces out of pictures the way the faces of the training data were cut. */
@NullMarked
package io.github.emotion4j.djl.internal.align;

import org.jspecify.annotations.NullMarked;
