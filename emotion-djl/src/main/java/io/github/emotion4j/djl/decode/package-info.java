/**
 * Turns pictures from files, memory, streams and addresses into upright pixels.
 *
 * <p>Pictures are untrusted: {@link io.github.emotion4j.djl.decode.ImageDecoder} bounds their size
 * before it decodes them, and whatever is wrong with one ends in an {@link
 * io.github.emotion4j.InvalidImageException} that names it.
 */
@NullMarked
package io.github.emotion4j.djl.decode;

import org.jspecify.annotations.NullMarked;
