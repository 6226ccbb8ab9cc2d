// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

/** A model file of this SDK, which an {@link OnnxConverter} can write as ONNX. */
public interface ConvertibleNetwork {}
