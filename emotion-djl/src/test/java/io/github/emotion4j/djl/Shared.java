// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Models and pictures that are not part of the project; tests that need one are skipped without.
 */
public final class Shared {

  private Shared() {}

  /** Returns a file of the shared folder, or ends the test as skipped. */
  public static Path file(String name) {
    Path folder = Path.of(System.getProperty("emotion4j.shared", "../../shared"));
    Path file = folder.resolve(name);
    assumeTrue(
        Files.exists(file),
        () -> "Skipped: needs " + file + " (set -Demotion4j.shared to the shared folder)");
    return file;
  }
}
