/** A program that uses emotion4j. */
@NullMarked
package io.github.emotion4j.consumers;

import org.jspecify.annotations.NullMarked;
