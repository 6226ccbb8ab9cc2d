// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lets tests of the command read its files. */
public final class BatchFiles {

  private BatchFiles() {}

  /**
   * Reads a file of results of any format.
   *
   * @param file the file
   * @param lines receives its rows as lines of JSON
   * @throws IOException if it can't be read
   */
  public static void toJsonLines(Path file, Path lines) throws IOException {
    try (OutputStream stream = Files.newOutputStream(lines)) {
      ResultFormat.of(file).read(file, row -> stream.write(Journal.line(row)));
    }
  }
}
