// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.cli.batch.Journal.RowAction;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * A line of CSV a picture: how many faces it has, the values of the surest face, and all faces as
 * JSON, from which the row is read again.
 */
final class CsvResults implements ResultFormat {

  private static final String IMAGE = "image";
  private static final String FACES_JSON = "faces_json";
  private static final String ERROR_CODE = "error_code";
  private static final String ERROR_MESSAGE = "error_message";

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader(columns()).setSkipHeaderRecord(true).get();

  CsvResults() {}

  private static String[] columns() {
    List<String> columns = new ArrayList<>(List.of(IMAGE, "faces", "dominant_emotion"));
    for (Emotion emotion : Emotion.values()) {
      columns.add(emotion.label());
    }
    columns.addAll(
        List.of("x", "y", "w", "h", "face_confidence", "yaw", "pitch", "roll", "face_quality"));
    columns.addAll(List.of(ERROR_CODE, ERROR_MESSAGE, FACES_JSON));
    return columns.toArray(String[]::new);
  }

  @Override
  public void write(OutputStream stream, Path journal) throws IOException {
    BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(stream, UTF_8));
    CSVPrinter printer = new CSVPrinter(writer, FORMAT.builder().setSkipHeaderRecord(false).get());
    Journal.read(journal, row -> printer.printRecord(values(row)));
    printer.flush();
  }

  private static List<String> values(ObjectNode row) {
    JsonNode faces = row.path("faces");
    JsonNode first = faces.path(0);
    List<String> values = new ArrayList<>();
    values.add(row.path(IMAGE).asText());
    values.add(faces.isArray() ? Integer.toString(faces.size()) : "");
    values.add(first.path("dominant_emotion").asText());
    for (Emotion emotion : Emotion.values()) {
      values.add(first.path("emotion").path(emotion.label()).asText());
    }
    for (String part : List.of("x", "y", "w", "h")) {
      values.add(first.path("region").path(part).asText());
    }
    values.add(first.path("face_confidence").asText());
    for (String angle : List.of("yaw", "pitch", "roll")) {
      values.add(first.path("head_pose").path(angle).asText());
    }
    values.add(first.path("face_quality").asText());
    values.add(row.path("error").path("code").asText());
    values.add(row.path("error").path("message").asText());
    values.add(faces.isArray() ? faces.toString() : "");
    return values;
  }

  @Override
  public void read(Path file, RowAction action) throws IOException {
    JsonMapper mapper = Journal.mapper();
    try (CSVParser parser = CSVParser.parse(file, UTF_8, FORMAT)) {
      for (CSVRecord line : parser) {
        if (line.size() != FORMAT.getHeader().length) {
          throw new IOException(
              "line " + line.getRecordNumber() + " of " + file + " is no result of a batch");
        }
        ObjectNode row = mapper.createObjectNode().put(IMAGE, line.get(IMAGE));
        if (line.get(ERROR_CODE).isEmpty()) {
          if (!(mapper.readTree(line.get(FACES_JSON)) instanceof ArrayNode faces)) {
            throw new IOException(
                "line " + line.getRecordNumber() + " of " + file + " lacks its faces_json");
          }
          row.set("faces", faces);
        } else {
          row.putObject("error")
              .put("code", line.get(ERROR_CODE))
              .put("message", line.get(ERROR_MESSAGE));
        }
        action.accept(row);
      }
    }
  }
}
