/**
 * Random changes to a face that leave its emotion the same, so that a network sees more than there
 * is.
 */
@NullMarked
package io.github.emotion4j.training.augment;

import org.jspecify.annotations.NullMarked;
