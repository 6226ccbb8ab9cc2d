/** Labelled faces: FER2013 as Kaggle's folder, as a zip of it, and as the original CSV file. */
@NullMarked
package io.github.emotion4j.training.dataset;

import org.jspecify.annotations.NullMarked;
