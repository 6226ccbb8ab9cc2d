// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;

/**
 * Writes an {@link Evaluation} as JSON and reads it back: {@code n}, {@code accuracy}, {@code
 * macro_f1}, {@code ece}, {@code nll}, {@code per_class} (by label: {@code precision}, {@code
 * recall}, {@code f1}, {@code support}), {@code confusion} ({@code labels} and {@code rows}, a row
 * for each true emotion), where it was measured {@code images_per_second}, and, to be read only,
 * {@code accuracy_interval} ({@code lower}, {@code upper}) and {@code majority_baseline}. What
 * follows from the confusion matrix is checked against it.
 */
public final class EvaluationJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(
              SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .enable(
              DeserializationFeature.READ_ENUMS_USING_TO_STRING,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  /** What follows from the confusion matrix and must be there. */
  private static final List<String> DERIVED = List.of("n", "accuracy", "macro_f1", "per_class");

  /** Numbers that are the same but for rounding, as other programs may write them. */
  private static final Comparator<JsonNode> ROUNDED =
      (a, b) ->
          a.isNumber() && b.isNumber() && Math.abs(a.doubleValue() - b.doubleValue()) < 1e-9
              ? 0
              : a.equals(b) ? 0 : 1;

  private EvaluationJson() {}

  /**
   * Writes an evaluation.
   *
   * @param evaluation the figures
   * @param target where to, as UTF-8; flushed, not closed
   * @throws IOException if it can't be written
   */
  public static void write(Evaluation evaluation, OutputStream target) throws IOException {
    MAPPER.writeValue(target, evaluation);
  }

  /**
   * Reads an evaluation.
   *
   * @param source what {@link #write} wrote; not closed
   * @return the figures
   * @throws IOException if it can't be read, is no JSON, or lacks, adds or breaks a value; the
   *     message has the place
   */
  public static Evaluation read(InputStream source) throws IOException {
    JsonNode read = MAPPER.readTree(source);
    Evaluation evaluation = MAPPER.treeToValue(read, Evaluation.class);
    if (evaluation == null) {
      throw new IOException("The JSON of an evaluation must be an object, not " + read);
    }
    JsonNode derived = MAPPER.valueToTree(evaluation);
    for (String name : DERIVED) {
      JsonNode found = read.path(name);
      if (!derived.get(name).equals(ROUNDED, found)) {
        throw new IOException(
            name
                + " must be "
                + derived.get(name)
                + ", as the confusion matrix says, not "
                + found);
      }
    }
    return evaluation;
  }
}
