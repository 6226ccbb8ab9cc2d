// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Application;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.ModelCard;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionZooTest {

  static List<String> names() {
    return EmotionZoo.names();
  }

  @Test
  void theDefaultModelIsEmbedded() {
    assertThat(EmotionZoo.names()).contains(EmotionZoo.DEFAULT_MODEL);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theWeightsAreTheOnesOfTheCard(String name) throws Exception {
    ModelCard.Weights weights = EmotionZoo.read(name).card().weights();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream stream = EmotionZoo.class.getResourceAsStream("emotion/" + weights.file())) {
      assertThat(stream).isNotNull();
      digest.update(stream.readAllBytes());
    }

    String sha256 = HexFormat.of().formatHex(digest.digest());

    assertThat(sha256).isEqualTo(weights.sha256());
    assertThat(weights.file()).contains(sha256.substring(0, 12));
  }

  @Test
  void allModelsShareTheirWeights() {
    assertThat(EmotionZoo.names())
        .contains("fer2013", "ferplus")
        .extracting(name -> EmotionZoo.read(name).card().weights())
        .hasSize(3)
        .containsOnly(EmotionZoo.read(EmotionZoo.DEFAULT_MODEL).card().weights());
    assertThat(EmotionZoo.read(EmotionZoo.DEFAULT_MODEL).weightsBytes()).isLessThan(6_000_000);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCardSaysHowManyNeutralFacesTheModelExpects(String name) {
    assertThat(EmotionZoo.read(name).card().neutralPrior()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FER2013", "../fer2013", "fer2013/"})
  void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
    assertThatThrownBy(() -> EmotionZoo.read(name))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"" + name + "\"", EmotionZoo.names().toString());
  }

  @Test
  void djlListsTheModels() throws Exception {
    Criteria<Image, Classifications> ours =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId(EmotionZoo.GROUP_ID)
            .build();

    Map<Application, List<MRL>> models = ModelZoo.listModels(ours);

    assertThat(models.get(Application.CV.IMAGE_CLASSIFICATION))
        .extracting(MRL::getArtifactId)
        .containsAll(EmotionZoo.names()); // beside those of other zoos on the class path
  }

  @Test
  void djlFindsTheZoo() {
    assertThat(ModelZoo.getModelZoo(EmotionZoo.GROUP_ID).getModelLoaders())
        .hasSameSizeAs(EmotionZoo.names());
  }

  @Test
  void djlLoadsAModelByItsArtifact() throws Exception {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId(EmotionZoo.GROUP_ID)
            .optArtifactId(EmotionZoo.DEFAULT_MODEL)
            .build();

    try (ZooModel<Image, Classifications> model = criteria.loadModel()) {
      assertThat(model.getName())
          .isEqualTo(EmotionZoo.read(EmotionZoo.DEFAULT_MODEL).card().name());
    }
  }

  @Test
  void otherTypesAreRefused() {
    Criteria<String, String> criteria =
        Criteria.builder()
            .setTypes(String.class, String.class)
            .optGroupId(EmotionZoo.GROUP_ID)
            .optArtifactId(EmotionZoo.DEFAULT_MODEL)
            .build();

    assertThatThrownBy(criteria::loadModel).isInstanceOf(ModelNotFoundException.class);
  }
}
