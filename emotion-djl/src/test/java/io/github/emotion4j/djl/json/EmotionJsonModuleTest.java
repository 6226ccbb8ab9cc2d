// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionJsonModuleTest {

  private static final String JSON =
      "{\"emotion\":{\"angry\":10.0,\"disgust\":5.0,\"fear\":5.0,\"happy\":50.0,\"sad\":10.0,"
          + "\"surprise\":10.0,\"neutral\":10.0},\"dominant_emotion\":\"happy\","
          + "\"region\":{\"x\":10,\"y\":20,\"w\":80,\"h\":90,"
          + "\"left_eye\":[70.0,50.5],\"right_eye\":[30.0,50.0]},\"face_confidence\":0.99}";

  private final ObjectMapper mapper = new ObjectMapper().registerModule(new EmotionJsonModule());

  private static FaceRegion region() {
    return FaceRegion.of(10, 20, 80, 90, new Eyes(new Point(70, 50.5), new Point(30, 50)));
  }

  private static EmotionResult result(FaceRegion region, double... probabilities) {
    Map<Emotion, Double> map = new EnumMap<>(Emotion.class);
    for (int i = 0; i < probabilities.length; i++) {
      map.put(Emotion.ofIndex(i), probabilities[i]);
    }
    return EmotionResult.of(region, 0.99, map);
  }

  private static EmotionResult happy(FaceRegion region) {
    return result(region, 0.1, 0.05, 0.05, 0.5, 0.1, 0.1, 0.1);
  }

  @Test
  void aResultHasTheShapeOfDeepFace() throws JsonProcessingException {
    assertThat(mapper.writeValueAsString(happy(region()))).isEqualTo(JSON);
  }

  @Test
  void smallPercentagesAreWrittenWithoutAnExponent() throws JsonProcessingException {
    EmotionResult result = result(region(), 0.000006, 0.000001, 0, 0.99999, 0.000003, 0, 0);

    assertThat(mapper.writeValueAsString(result))
        .contains("\"angry\":0.0006", "\"disgust\":0.0001", "\"fear\":0.0", "\"happy\":99.999")
        .doesNotContain("E-");
  }

  @Test
  void unknownEyesAreNull() throws JsonProcessingException {
    JsonNode json =
        mapper.readTree(mapper.writeValueAsString(happy(FaceRegion.of(10, 20, 80, 90))));

    assertThat(json.at("/region/left_eye").isNull()).isTrue();
    assertThat(json.at("/region/right_eye").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void percentagesSumToAHundred(long seed) throws JsonProcessingException {
    double[] probabilities = new Random(seed).doubles(7).toArray();
    double total = 0;
    for (double probability : probabilities) {
      total += probability;
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] /= total;
    }

    JsonNode json = mapper.readTree(mapper.writeValueAsString(result(region(), probabilities)));

    double sum = 0;
    for (JsonNode percentage : json.path("emotion")) {
      sum += percentage.doubleValue();
    }
    assertThat(sum).isEqualTo(100, within(1e-3));
  }

  @Test
  void aResultThatIsReadIsTheOneThatWasWritten() throws JsonProcessingException {
    EmotionResult written = happy(region());

    EmotionResult read = mapper.readValue(mapper.writeValueAsString(written), EmotionResult.class);

    assertThat(read.region()).isEqualTo(written.region());
    assertThat(read.faceConfidence()).isEqualTo(written.faceConfidence());
    assertThat(read.dominantEmotion()).isEqualTo(written.dominantEmotion());
    for (Emotion emotion : Emotion.values()) {
      assertThat(read.probability(emotion)).isEqualTo(written.probability(emotion), within(1e-6));
    }
  }

  @Test
  void aRegionWithoutEyesIsReadWithoutEyes() throws JsonProcessingException {
    FaceRegion region = FaceRegion.of(1, 2, 3, 4);

    assertThat(mapper.readValue(mapper.writeValueAsString(region), FaceRegion.class))
        .isEqualTo(region);
  }

  @Test
  void aListOfResultsGoesThereAndBack() throws JsonProcessingException {
    List<EmotionResult> read =
        mapper.readValue(
            mapper.writeValueAsString(List.of(happy(region()), happy(region()))),
            new TypeReference<>() {});

    assertThat(read).extracting(EmotionResult::region).containsExactly(region(), region());
  }

  @Test
  void unknownFieldsAreSkipped() throws JsonProcessingException {
    String more = JSON.replace("\"face_confidence\"", "\"age\":3,\"face_confidence\"");

    assertThat(mapper.readValue(more, EmotionResult.class).faceConfidence()).isEqualTo(0.99);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = ';',
      value = {
        "\"fear\":5.0; \"fear\":\"much\"; \"fear\"",
        "\"fear\":5.0; \"fright\":5.0; \"fear\"",
        "\"fear\":5.0; \"fear\":-5.0; probability of fear",
        "\"fear\":5.0; \"fear\":15.0; sum to 1",
        "\"fear\":5.0; \"fear\":null; \"fear\"",
        "\"emotion\"; \"feeling\"; \"angry\"",
        "\"region\"; \"area\"; \"region\"",
        "\"x\":10; \"x\":10.5; \"x\"",
        "\"x\":10; \"x\":-1; x must be at least 0",
        "\"x\":10; \"x\":99999999999; \"x\"",
        "\"w\":80; \"w\":0; width",
        "\"h\":90; \"height\":90; \"h\"",
        "[70.0,50.5]; [70.0]; finite",
        "[70.0,50.5]; [\"a\",1]; finite",
        "\"face_confidence\":0.99; \"face_confidence\":2; face confidence",
        "\"face_confidence\":0.99; \"face_confidence\":\"high\"; face confidence",
        "\"face_confidence\"; \"certainty\"; face confidence"
      })
  void aBadResultIsRefusedWithAReason(String part, String bad, String reason) {
    String json = JSON.replace(part, bad);

    assertThatThrownBy(() -> mapper.readValue(json, EmotionResult.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "1", "\"happy\""})
  void whatIsNoResultIsRefused(String json) {
    assertThatThrownBy(() -> mapper.readValue(json, EmotionResult.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining("percentage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "1", "\"all\""})
  void whatIsNoRegionIsRefused(String json) {
    assertThatThrownBy(() -> mapper.readValue(json, FaceRegion.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining("whole number \"x\"");
  }
}
