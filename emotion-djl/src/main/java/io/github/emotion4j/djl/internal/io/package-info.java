/** Writes files so that a crash leaves the old content or the new one, and what goes into them. */
@NullMarked
package io.github.emotion4j.djl.internal.io;

import org.jspecify.annotations.NullMarked;
