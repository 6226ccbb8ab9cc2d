/** Draws results into pictures, for people to look at. */
@NullMarked
package io.github.emotion4j.djl.draw;

import org.jspecify.annotations.NullMarked;
