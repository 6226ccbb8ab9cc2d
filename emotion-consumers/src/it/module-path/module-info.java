// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
module io.github.emotion4j.consumer {
  requires io.github.emotion4j.api;
}
