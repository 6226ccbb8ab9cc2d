/** The models of this SDK as ONNX, for other languages and for ONNX Runtime. */
@NullMarked
package io.github.emotion4j.onnx;

import org.jspecify.annotations.NullMarked;
