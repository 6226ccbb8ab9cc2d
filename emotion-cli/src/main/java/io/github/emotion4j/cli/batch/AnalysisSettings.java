// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the rows of a file are made with, kept beside it as {@code FILE.settings.json}, so that rows
 * of one file are never made by different models.
 *
 * @param values by name of the option, such as {@code --model}
 */
public record AnalysisSettings(Map<String, String> values) {

  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * Makes settings.
   *
   * @param values by name of the option; what is as by default need not be named
   */
  public AnalysisSettings {
    SortedMap<String, String> sorted = new TreeMap<>(values);
    values = Collections.unmodifiableSortedMap(sorted);
  }

  /** Returns where the settings of a file of results are kept. */
  static Path beside(Path results) {
    return results.resolveSibling(results.getFileName() + ".settings.json");
  }

  /**
   * Reads the settings of a file of results.
   *
   * @param results the file of results
   * @return its settings; empty where they were not kept
   * @throws IOException if they can't be read
   */
  static Optional<AnalysisSettings> read(Path results) throws IOException {
    Path file = beside(results);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, String> values =
          MAPPER.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
      return Optional.of(new AnalysisSettings(values));
    } catch (JacksonException e) {
      throw new IOException(file + " does not hold the settings of a batch; delete it", e);
    }
  }

  /**
   * Writes the settings of a file of results.
   *
   * @param results the file of results
   * @throws IOException if they can't be written
   */
  void write(Path results) throws IOException {
    AtomicFile.write(
        beside(results),
        stream -> stream.write(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(values)));
  }

  /** Names each setting that is another one than before. */
  List<String> differencesTo(AnalysisSettings before) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(before.values.keySet());
    for (String name : names) {
      String then = before.values.getOrDefault(name, "not given");
      String now = values.getOrDefault(name, "not given");
      if (!then.equals(now)) {
        differences.add(name + " was " + then + " and is " + now);
      }
    }
    return differences;
  }
}
