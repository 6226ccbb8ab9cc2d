// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.engine.Engine;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The versions of what makes a model, for its card. */
final class LibraryVersions {

  private LibraryVersions() {}

  /** Version by library, in a fixed order. */
  static Map<String, String> inUse() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("djl", Engine.getDjlVersion());
    versions.put("pytorch", PyTorch.version());
    versions.put("java", Runtime.version().toString());
    return Collections.unmodifiableMap(versions);
  }
}
