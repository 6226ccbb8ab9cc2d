// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/** How well face detectors find the faces of annotated photographs. */
@NullMarked
package io.github.emotion4j.lab.detect;

import org.jspecify.annotations.NullMarked;
