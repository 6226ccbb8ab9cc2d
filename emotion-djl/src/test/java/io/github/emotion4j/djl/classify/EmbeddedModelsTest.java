// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

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
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedModelsTest {

  static List<String> names() {
    return EmbeddedModels.names();
  }

  @Test
  void theDefaultModelIsEmbedded() {
    assertThat(EmbeddedModels.names()).contains(EmbeddedModels.DEFAULT_MODEL);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theWeightsAreTheOnesOfTheCard(String name) throws Exception {
    ModelCard.Weights weights = EmbeddedModels.read(name).card().weights();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream stream =
        EmbeddedModels.class.getResourceAsStream("emotion/" + weights.file())) {
      assertThat(stream).isNotNull();
      digest.update(stream.readAllBytes());
    }

    String sha256 = HexFormat.of().formatHex(digest.digest());

    assertThat(sha256).isEqualTo(weights.sha256());
    assertThat(weights.file()).contains(sha256.substring(0, 12));
  }

  @Test
  void allModelsShareTheirWeights() {
    assertThat(EmbeddedModels.names())
        .contains("fer2013", "ferplus")
        .extracting(name -> EmbeddedModels.read(name).card().weights())
        .hasSize(3)
        .containsOnly(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().weights());
    assertThat(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).weightsBytes())
        .isLessThan(6_000_000);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCardSaysHowManyNeutralFacesTheModelExpects(String name) {
    assertThat(EmbeddedModels.read(name).card().calibration().neutralPrior()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "FER2013", "../fer2013", "fer2013/"})
  void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
    assertThatThrownBy(() -> EmbeddedModels.read(name))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("\"" + name + "\"", EmbeddedModels.names().toString());
  }

  @Test
  void djlListsTheModels() throws Exception {
    Criteria<Image, Classifications> ours =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId(EmbeddedModels.GROUP_ID)
            .build();

    Map<Application, List<MRL>> models = ModelZoo.listModels(ours);

    assertThat(models.get(Application.CV.IMAGE_CLASSIFICATION))
        .extracting(MRL::getArtifactId)
        .containsAll(EmbeddedModels.names()); // beside those of other zoos on the class path
  }

  @Test
  void djlFindsTheZoo() {
    assertThat(ModelZoo.getModelZoo(EmbeddedModels.GROUP_ID).getModelLoaders())
        .hasSameSizeAs(EmbeddedModels.names());
  }

  @Test
  void djlLoadsAModelByItsArtifact() throws Exception {
    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optGroupId(EmbeddedModels.GROUP_ID)
            .optArtifactId(EmbeddedModels.DEFAULT_MODEL)
            .build();

    try (ZooModel<Image, Classifications> model = criteria.loadModel()) {
      assertThat(model.getName())
          .isEqualTo(EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL).card().name());
    }
  }

  @Test
  void otherTypesAreRefused() {
    Criteria<String, String> criteria =
        Criteria.builder()
            .setTypes(String.class, String.class)
            .optGroupId(EmbeddedModels.GROUP_ID)
            .optArtifactId(EmbeddedModels.DEFAULT_MODEL)
            .build();

    assertThatThrownBy(criteria::loadModel).isInstanceOf(ModelNotFoundException.class);
  }
}
