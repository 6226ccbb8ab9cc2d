/**
 * Measures how good a model is on labelled faces, and calibrates how sure it says it is.
 *
 * <p>Start at {@link io.github.emotion4j.training.evaluate.Evaluation#of}. Nothing here knows an
 * engine: figures are computed from labels and probabilities alone.
 */
@NullMarked
package io.github.emotion4j.training.evaluate;

import org.jspecify.annotations.NullMarked;
