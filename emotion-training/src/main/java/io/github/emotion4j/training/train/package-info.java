/** Trains a network with DJL: schedule, optimizers, weight averaging, checkpoints. */
@NullMarked
package io.github.emotion4j.training.train;

import org.jspecify.annotations.NullMarked;
