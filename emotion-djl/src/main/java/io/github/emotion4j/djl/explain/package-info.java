/** Which part of a face a reading rests on. */
@NullMarked
package io.github.emotion4j.djl.explain;

import org.jspecify.annotations.NullMarked;
