// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Prints the outcomes of pictures, each as soon as it is known. */
interface OutcomePrinter extends AutoCloseable {

  /**
   * Prints one outcome.
   *
   * @param outcome the outcome of a picture
   * @throws IOException if it can't be printed
   */
  void print(AnalysisOutcome outcome) throws IOException;

  /** Ends the printing; what is printed to stays open. */
  @Override
  void close() throws IOException;

  /**
   * Prints for people: a line a picture and a line a face. Failures are told elsewhere.
   *
   * @param out receives the lines
   * @return the printer
   */
  static OutcomePrinter text(PrintWriter out) {
    return new OutcomePrinter() {
      @Override
      public void print(AnalysisOutcome outcome) {
        if (outcome instanceof AnalysisOutcome.Faces found) {
          int count = found.faces().size();
          out.println(found.image().describe() + ": " + count + (count == 1 ? " face" : " faces"));
          found.faces().forEach(face -> out.println(line(face)));
        }
      }

      @Override
      public void close() {
        out.flush();
      }
    };
  }

  private static String line(EmotionResult face) {
    return String.format(
        Locale.ROOT,
        "  %s %.1f %% at %s (face %.2f)",
        face.dominantEmotion(),
        100 * face.probability(face.dominantEmotion()),
        face.region(),
        face.faceConfidence());
  }

  /**
   * Prints a JSON list with an object a picture, as {@link EmotionJsonModule} describes it.
   *
   * @param out receives the list
   * @param words rewrites the messages of failures
   * @return the printer
   * @throws IOException if the list can't be begun
   */
  static OutcomePrinter json(PrintWriter out, UnaryOperator<String> words) throws IOException {
    JsonMapper mapper =
        JsonMapper.builder()
            .addModule(new EmotionJsonModule())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    SequenceWriter list = mapper.writerWithDefaultPrettyPrinter().writeValuesAsArray(out);
    return new OutcomePrinter() {
      @Override
      public void print(AnalysisOutcome outcome) throws IOException {
        ObjectNode tree = mapper.valueToTree(outcome);
        if (tree.get("error") instanceof ObjectNode error) {
          error.put("message", words.apply(error.path("message").asText()));
        }
        list.write(tree);
      }

      @Override
      public void close() throws IOException {
        list.close();
        out.println();
      }
    };
  }
}
