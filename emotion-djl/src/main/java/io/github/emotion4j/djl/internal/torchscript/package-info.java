/** Networks as programs in TorchScript, which PyTorch runs in one call. */
@NullMarked
package io.github.emotion4j.djl.internal.torchscript;

import org.jspecify.annotations.NullMarked;
