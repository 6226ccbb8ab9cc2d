/** Native workers that are for one thread each, lent out to many. */
@NullMarked
package io.github.emotion4j.djl.internal.pool;

import org.jspecify.annotations.NullMarked;
