/** A DJL model zoo whose models lie in this SDK's jar: nothing is downloaded, nothing unpacked. */
@NullMarked
package io.github.emotion4j.djl.internal.zoo;

import org.jspecify.annotations.NullMarked;
