/** The command line of emotion4j. */
@NullMarked
package io.github.emotion4j.cli;

import org.jspecify.annotations.NullMarked;
