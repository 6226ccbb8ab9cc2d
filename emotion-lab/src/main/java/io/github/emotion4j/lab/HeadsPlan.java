// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelOutputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What the weights of a network with several heads are to become: {@code embedded-models.json}.
 *
 * @param architecture the network
 * @param input what it takes
 * @param heads names of the heads, in the order of their rows
 * @param models the models that are heads or sums of heads, by name
 * @param training where the weights come from; the source of labels is the model's
 * @param versions versions of the libraries that made the weights
 */
record HeadsPlan(
    ModelCard.ArchitectureSettings architecture,
    ModelCard.Input input,
    List<String> heads,
    Map<String, PlannedModel> models,
    ModelCard.Training training,
    Map<String, String> versions) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  HeadsPlan {
    heads = List.copyOf(heads);
    models = new TreeMap<>(models);
  }

  /**
   * A model that is made of the heads.
   *
   * @param labelSource whose labels it says
   * @param weights factor of each head's logits
   * @param biases what is added to their sum, by label
   * @param neutralHead the head that tells whether a face is neutral; empty: the sum does
   * @param calibratedOn the sets that its temperature is fitted on, each with the same say; the
   *     first gives the share of neutral faces that it expects
   * @param measuredOn the sets whose figures its card has
   */
  record PlannedModel(
      String labelSource,
      Map<String, Double> weights,
      Map<String, Double> biases,
      Optional<String> neutralHead,
      List<MeasuringSet> calibratedOn,
      List<MeasuringSet> measuredOn) {

    PlannedModel {
      if (calibratedOn.isEmpty()) {
        throw new IllegalArgumentException("calibratedOn is empty");
      }
      weights = Map.copyOf(weights);
      biases = Map.copyOf(biases);
      calibratedOn = List.copyOf(calibratedOn);
      measuredOn = List.copyOf(measuredOn);
    }

    /** How it is made of a network's heads. */
    ModelOutputs outputs(List<String> heads) {
      return new ModelOutputs(heads, weights, biases, neutralHead);
    }

    /** One head as it is. */
    static PlannedModel ofHead(String head) {
      return new PlannedModel(
          head,
          Map.of(head, 1.0),
          Map.of(),
          Optional.empty(),
          List.of(MeasuringSet.FER2013),
          List.of());
    }
  }

  /** Makes the card of a model that has not been calibrated: at the temperature 1. */
  ModelCard card(String name, PlannedModel model, ModelCard.Weights file) {
    return card(name, model, file, 1, OptionalDouble.empty(), Map.of());
  }

  ModelCard card(
      String name,
      PlannedModel model,
      ModelCard.Weights file,
      double temperature,
      OptionalDouble neutralPrior,
      Map<String, ModelCard.Figures> figures) {
    return new ModelCard(
        name,
        new ModelCard.Network(architecture, ModelCard.LABELS, input, model.outputs(heads)),
        new ModelCard.Calibration(temperature, neutralPrior),
        file,
        new ModelCard.Training(
            new ModelCard.TrainingData(
                training.data().dataSet(),
                training.data().split(),
                training.data().images(),
                model.labelSource()),
            training.epochs(),
            training.bestEpoch(),
            training.seed(),
            training.recipe(),
            training.finished()),
        figures,
        versions);
  }

  static HeadsPlan read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), HeadsPlan.class);
  }
}
