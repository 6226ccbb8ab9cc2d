// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import io.github.emotion4j.cli.batch.Journal.RowAction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How a file of results is written; its rows are those of the JSON, one a picture. */
interface ResultFormat {

  /**
   * Writes a file of this format.
   *
   * @param stream where to
   * @param journal the rows, as lines of JSON
   * @throws IOException if it can't be written
   */
  void write(OutputStream stream, Path journal) throws IOException;

  /**
   * Reads a file of this format.
   *
   * @param file the file
   * @param action receives each row
   * @throws IOException if it can't be read, or is none of ours
   */
  void read(Path file, RowAction action) throws IOException;

  /** A line of JSON a picture. */
  ResultFormat JSON_LINES =
      new ResultFormat() {
        @Override
        public void write(OutputStream stream, Path journal) throws IOException {
          Files.copy(journal, stream);
        }

        @Override
        public void read(Path file, RowAction action) throws IOException {
          Journal.read(file, action);
        }
      };

  /**
   * Returns the format that a file's name tells.
   *
   * @param file its name ends with {@code .jsonl}, {@code .csv} or {@code .parquet}
   * @return the format
   * @throws IllegalArgumentException if it does not
   */
  static ResultFormat of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl")) {
      return JSON_LINES;
    }
    if (name.endsWith(".csv")) {
      return new CsvResults();
    }
    if (name.endsWith(".parquet")) {
      return new ParquetResults();
    }
    throw new IllegalArgumentException(
        "out must end with .jsonl, .csv or .parquet, which says how it is written, not " + file);
  }
}
