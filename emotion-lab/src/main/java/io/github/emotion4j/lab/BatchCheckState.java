// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;

/**
 * How far a long check has come, kept in its folder, so that one that was broken off goes on where
 * it was; and what it has said, in {@code report.txt}. For one thread.
 */
final class BatchCheckState {

  private static final String PARAMETERS = "parameters";

  private final Path file;
  private final Path report;
  private final PrintWriter out;
  private final Properties values = new Properties();

  /**
   * Opens the state of a check.
   *
   * @param folder where the check works
   * @param parameters of the check: what was kept of one with others is forgotten
   * @param out is told what is said too, that of the broken off check included
   */
  BatchCheckState(Path folder, String parameters, PrintWriter out) throws IOException {
    file = folder.resolve("state.properties");
    report = folder.resolve("report.txt");
    this.out = out;
    if (Files.exists(file)) {
      try (InputStream stream = Files.newInputStream(file)) {
        values.load(stream);
      }
    }
    if (parameters.equals(values.getProperty(PARAMETERS))) {
      out.println("going on with a check that was broken off, which said:");
      Files.readAllLines(report).forEach(out::println);
    } else {
      values.clear();
      Files.deleteIfExists(report);
      Files.createFile(report);
      set(PARAMETERS, parameters);
    }
  }

  /** Returns a number that was kept, or another. */
  int get(String name, int otherwise) {
    return Integer.parseInt(values.getProperty(name, Integer.toString(otherwise)));
  }

  /** Keeps a number, after what was said before. */
  void set(String name, Object value) throws IOException {
    values.setProperty(name, value.toString());
    AtomicFile.write(file, stream -> values.store(stream, null));
  }

  /** Says a line. */
  void say(String line) throws IOException {
    Files.write(report, List.of(line), StandardOpenOption.APPEND);
    out.println(line);
    out.flush();
  }

  /** Ends the check: the next one begins anew. */
  void end() throws IOException {
    Files.delete(file);
  }
}
