/** Programs that show how emotion4j is used, and those behind the figures in its documentation. */
@NullMarked
package io.github.emotion4j.examples;

import org.jspecify.annotations.NullMarked;
