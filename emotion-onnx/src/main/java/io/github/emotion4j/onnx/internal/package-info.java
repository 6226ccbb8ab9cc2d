/** What lets emotion-djl run its models on ONNX Runtime; not promised. */
@NullMarked
package io.github.emotion4j.onnx.internal;

import org.jspecify.annotations.NullMarked;
