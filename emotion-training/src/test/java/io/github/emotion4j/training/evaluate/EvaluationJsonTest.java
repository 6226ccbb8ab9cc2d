// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationJsonTest {

  private final Evaluation evaluation = Evaluation.of(Samples.TRUTH, Samples.probabilities());
  private final Evaluation measured = evaluation.withImagesPerSecond(812.5);

  @Test
  void whatWasWrittenIsReadBackEqual() throws IOException {
    assertThat(read(write(measured))).isEqualTo(measured);
  }

  @Test
  void anEvaluationWithoutSpeedIsReadBackEqual() throws IOException {
    assertThat(read(write(evaluation))).isEqualTo(evaluation);
  }

  @Test
  void namesAreInSnakeCase() throws IOException {
    assertThat(new ObjectMapper().readTree(write(measured)).fieldNames())
        .toIterable()
        .containsExactly(
            "n",
            "accuracy",
            "macro_f1",
            "ece",
            "nll",
            "per_class",
            "confusion",
            "images_per_second",
            "accuracy_interval",
            "majority_baseline");
  }

  @Test
  void accuracyStandsBesideItsIntervalAndTheBaseline() throws IOException {
    JsonNode tree = new ObjectMapper().readTree(write(evaluation));

    assertThat(tree.at("/accuracy_interval/lower").asDouble()).isLessThan(0.5);
    assertThat(tree.at("/accuracy_interval/upper").asDouble()).isGreaterThan(0.5);
    assertThat(tree.at("/majority_baseline").toString())
        .isEqualTo("{\"emotion\":\"happy\",\"accuracy\":0.5}");
  }

  @Test
  void whatWasWrittenBeforeThereWereIntervalsIsRead() throws IOException {
    String json = write(evaluation);

    assertThat(read(json.substring(0, json.indexOf(",\n  \"accuracy_interval\"")) + "}"))
        .isEqualTo(evaluation);
  }

  @Test
  void aSpeedThatWasNotMeasuredIsLeftOut() throws IOException {
    assertThat(new ObjectMapper().readTree(write(evaluation)).has("images_per_second")).isFalse();
  }

  @Test
  void whatAnotherProgramWroteIsReadThoughItRoundsNumbers() throws IOException {
    String json = write(measured);
    String rounded =
        json.replace("\"precision\" : 1.0", "\"precision\" : 1")
            .replace("66666666666", "66666666667");

    assertThat(rounded).isNotEqualTo(json);
    assertThat(read(rounded)).isEqualTo(measured);
  }

  @Test
  void figuresOfAnEmotionAreUnderItsLabel() throws IOException {
    JsonNode happy = new ObjectMapper().readTree(write(evaluation)).at("/per_class/happy");

    assertThat(happy.toString())
        .isEqualTo("{\"precision\":1.0,\"recall\":0.5,\"f1\":0.6666666666666666,\"support\":2}");
  }

  @Test
  void confusionHasLabelsAndRows() throws IOException {
    JsonNode confusion = new ObjectMapper().readTree(write(evaluation)).at("/confusion");

    assertThat(confusion.toString())
        .isEqualTo(
            "{\"labels\":[\"angry\",\"disgust\",\"fear\",\"happy\",\"sad\",\"surprise\",\"neutral\"],"
                + "\"rows\":[[0,0,0,0,0,0,1],[0,0,0,0,0,0,0],[0,0,0,0,0,0,0],[0,0,0,1,1,0,0],"
                + "[0,0,0,0,1,0,0],[0,0,0,0,0,0,0],[0,0,0,0,0,0,0]]}");
  }

  @Test
  void streamStaysOpen() throws IOException {
    ByteArrayOutputStream stream =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };

    EvaluationJson.write(evaluation, stream);

    assertThat(stream.size()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n\" : 4 | \"n\" : 5",
        "\"n\" : 4 | \"n\" : null",
        "\"n\" : 4 | \"m\" : 4",
        "\"n\" : 4, | ''",
        "\"accuracy\" : 0.5, | ''",
        "\"accuracy\" : 0.5 | \"accuracy\" : 1.5",
        "\"accuracy\" : 0.5 | \"accuracy\" : 0.6",
        "\"accuracy\" : 0.5 | \"accuracy\" : \"0.5\"",
        "\"macro_f1\" : 0 | \"macro_f1\" : 1",
        "\"f1\" : 0 | \"f1\" : 1",
        "[ \"angry\", \"disgust\" | [ \"disgust\", \"angry\"",
        "\"happy\" : { | \"glad\" : {",
        "\"support\" : 2 | \"support\" : -2",
        "\"support\" : 2 | \"other\" : 2"
      })
  void refusesJsonWithABrokenValue(String original, String broken) throws IOException {
    String json = write(evaluation);

    assertThat(json).contains(original);
    assertThatThrownBy(() -> read(json.replace(original, broken))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "null"})
  void refusesWhatIsNoEvaluation(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class);
  }

  private static String write(Evaluation evaluation) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    EvaluationJson.write(evaluation, stream);
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static Evaluation read(String json) throws IOException {
    return EvaluationJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
