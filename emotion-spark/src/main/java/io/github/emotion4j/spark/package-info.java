// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/** Emotions as a function of Spark. */
@NullMarked
package io.github.emotion4j.spark;

import org.jspecify.annotations.NullMarked;
