/** Programs of one page each that show how emotion4j is used. */
@NullMarked
package io.github.emotion4j.examples;

import org.jspecify.annotations.NullMarked;
