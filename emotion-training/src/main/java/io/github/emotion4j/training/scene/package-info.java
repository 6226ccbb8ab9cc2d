/** Scenes composed of faces and backgrounds, on which face detectors are trained. */
@NullMarked
package io.github.emotion4j.training.scene;

import org.jspecify.annotations.NullMarked;
