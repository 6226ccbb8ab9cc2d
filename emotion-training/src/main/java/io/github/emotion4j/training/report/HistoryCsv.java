// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The table of epochs: a header, and a line an epoch. Numbers are read back exactly. */
final class HistoryCsv {

  static final List<String> HEADER =
      List.of(
          "epoch",
          "learning_rate",
          "train_loss",
          "train_accuracy",
          "validation_loss",
          "validation_accuracy",
          "validation_macro_f1",
          "seconds",
          "data_seconds",
          "images_per_second",
          "device",
          "arithmetic");

  /** Columns of numbers after that of the epoch. */
  private static final int NUMBERS = 9;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

  private HistoryCsv() {}

  static void write(List<EpochFigures> history, OutputStream stream) throws IOException {
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    writer.write(line(HEADER.toArray()));
    for (EpochFigures figures : history) {
      EpochFigures.Computation computation = figures.computation();
      writer.write(
          line(
              figures.epoch(),
              figures.learningRate(),
              figures.training().loss(),
              figures.training().accuracy(),
              figures.validation().loss(),
              figures.validation().accuracy(),
              figures.validation().macroF1(),
              computation.seconds(),
              computation.dataSeconds(),
              computation.imagesPerSecond(),
              computation.device(),
              computation.arithmetic()));
    }
    writer.flush();
  }

  // Not CSVPrinter: its class file has an annotation that is on no class path, which -Werror minds.
  private static String line(Object... values) {
    return FORMAT.format(values) + '\n';
  }

  static List<EpochFigures> read(Path file) throws IOException {
    List<CSVRecord> records;
    try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      records = parser.getRecords();
    } catch (UncheckedIOException broken) {
      throw new IOException("Can't read " + file + ": " + broken.getMessage(), broken);
    }
    if (records.isEmpty() || !records.get(0).toList().equals(HEADER)) {
      throw new IOException(file + " does not begin with the header " + String.join(",", HEADER));
    }
    List<EpochFigures> history = new ArrayList<>();
    for (CSVRecord line : records.subList(1, records.size())) {
      try {
        history.add(parse(line));
        requireAscending(history);
      } catch (IllegalArgumentException bad) {
        throw new IOException(
            file + ", record " + line.getRecordNumber() + ": " + bad.getMessage(), bad);
      }
    }
    return List.copyOf(history);
  }

  static void requireAscending(List<EpochFigures> history) {
    for (int i = 1; i < history.size(); i++) {
      if (history.get(i).epoch() <= history.get(i - 1).epoch()) {
        throw new IllegalArgumentException(
            "Epochs must ascend, but "
                + history.get(i).epoch()
                + " follows "
                + history.get(i - 1).epoch());
      }
    }
  }

  private static EpochFigures parse(CSVRecord line) {
    if (line.size() != HEADER.size()) {
      throw new IllegalArgumentException(HEADER.size() + " values are needed, not " + line.size());
    }
    double[] values =
        line.stream().skip(1).limit(NUMBERS).mapToDouble(Double::parseDouble).toArray();
    return new EpochFigures(
        Integer.parseInt(line.get(0)),
        values[0],
        new EpochFigures.Training(values[1], values[2]),
        new EpochFigures.Validation(values[3], values[4], values[5]),
        new EpochFigures.Computation(
            values[6], values[7], values[8], line.get(NUMBERS + 1), line.get(NUMBERS + 2)));
  }
}
