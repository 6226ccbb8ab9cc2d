// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
/** Any number of pictures, from wherever they lie, into one file of results. */
@NullMarked
package io.github.emotion4j.cli.batch;

import org.jspecify.annotations.NullMarked;
