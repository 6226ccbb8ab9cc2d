/**
 * Writes what a training run leaves behind for people: its history, curves, confusion matrix and a
 * page that shows them.
 *
 * <p>Start at {@link io.github.emotion4j.training.report.TrainingReport}.
 */
@NullMarked
package io.github.emotion4j.training.report;

import org.jspecify.annotations.NullMarked;
