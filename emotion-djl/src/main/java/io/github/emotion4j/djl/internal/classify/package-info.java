// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/** Classifies face crops by a model, several callers at once. */
@NullMarked
package io.github.emotion4j.djl.internal.classify;

import org.jspecify.annotations.NullMarked;
