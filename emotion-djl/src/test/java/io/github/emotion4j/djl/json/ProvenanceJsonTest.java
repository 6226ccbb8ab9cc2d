// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Affect;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Provenance;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What results may have beside the seven emotions. */
final class ProvenanceJsonTest {

  private final JsonMapper mapper = JsonMapper.builder().addModule(new EmotionJsonModule()).build();

  private static EmotionResult plain() {
    Map<Emotion, Double> even =
        Arrays.stream(Emotion.values()).collect(Collectors.toMap(e -> e, e -> 1 / 7.0));
    return EmotionResult.of(FaceRegion.of(1, 2, 3, 4), 0.5, even);
  }

  private static EmotionResult full() {
    return plain()
        .withOtherLabels(Map.of("contempt", 0.25))
        .withAffect(new Affect(-0.5, 0.125))
        .withProvenance(new Provenance("1.2", "PyTorch 2.7.1", "combined", "ab", "yunet", "as is"));
  }

  @Test
  void aResultWithoutThemHasNoFieldsForThem() {
    assertThat(mapper.<JsonNode>valueToTree(plain()).fieldNames())
        .toIterable()
        .containsExactly("emotion", "dominant_emotion", "region", "face_confidence");
  }

  @Test
  void theyAreAddedFields() {
    JsonNode json = mapper.valueToTree(full());
    assertThat(json.at("/other_labels/contempt").doubleValue()).isEqualTo(25);
    assertThat(json.get("valence").doubleValue()).isEqualTo(-0.5);
    assertThat(json.get("arousal").doubleValue()).isEqualTo(0.125);
    assertThat(json.at("/provenance/emotion4j").textValue()).isEqualTo("1.2");
    assertThat(json.at("/provenance/model").textValue()).isEqualTo("combined");
    assertThat(json.at("/provenance/model_sha256").textValue()).isEqualTo("ab");
    assertThat(json.at("/provenance/engine").textValue()).isEqualTo("PyTorch 2.7.1");
    assertThat(json.at("/provenance/face_detector").textValue()).isEqualTo("yunet");
    assertThat(json.at("/provenance/preprocessing").textValue()).isEqualTo("as is");
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws JsonProcessingException {
    assertThat(mapper.readValue(mapper.writeValueAsString(full()), EmotionResult.class))
        .isEqualTo(full());
  }

  @Test
  void aProvenanceWithoutAModelIsRefused() {
    ObjectNode json = mapper.valueToTree(full());
    ((ObjectNode) json.get("provenance")).remove("model");
    assertThatThrownBy(() -> mapper.treeToValue(json, EmotionResult.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining("a provenance needs a text \"model\"");
  }

  @Test
  void anotherLabelThatIsNoNumberIsRefused() {
    ObjectNode json = mapper.valueToTree(full());
    ((ObjectNode) json.get("other_labels")).put("contempt", "much");
    assertThatThrownBy(() -> mapper.treeToValue(json, EmotionResult.class))
        .isInstanceOf(JsonMappingException.class)
        .hasMessageContaining("probability of contempt");
  }
}
