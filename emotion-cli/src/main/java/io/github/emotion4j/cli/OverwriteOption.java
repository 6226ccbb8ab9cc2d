// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Whether files that a command writes may replace others; never those that it reads. */
final class OverwriteOption {

  @Option(
      names = "--overwrite",
      description = "Let output files replace files, but never those that are read.")
  private boolean overwrite;

  OverwriteOption() {}

  /**
   * Refuses to write where a file is, unless the user allows it.
   *
   * @param option what the user calls the output
   * @param file the file to write
   * @throws IllegalArgumentException if it exists
   */
  void check(String option, Path file) {
    if (!overwrite && Files.exists(file)) {
      throw new IllegalArgumentException(
          file + " exists; name another " + option + ", or add --overwrite to replace it");
    }
  }
}
