/**
 * From a face crop to seven probabilities: the networks, their model files, and the translator
 * between pictures and tensors.
 */
@NullMarked
package io.github.emotion4j.djl.classify;

import org.jspecify.annotations.NullMarked;
