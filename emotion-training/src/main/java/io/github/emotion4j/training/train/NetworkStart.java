// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import java.util.Optional;

/**
 * What a training starts from: random weights, a trained model, or a backbone.
 *
 * @param network what is trained
 * @param initialModel a model of the same network
 * @param backbone a network that learned from other pictures
 */
record NetworkStart(
    ModelCard.NetworkSettings network,
    Optional<ModelFile> initialModel,
    Optional<Backbone> backbone) {

  /** What is trained, for reports and to compare with a checkpoint's. */
  String label() {
    return backbone
        .map(given -> network.label() + " " + given.name() + ", " + given.input())
        .orElse(network.label());
  }

  /** The SHA-256 of the weights it starts with. */
  String weights() {
    return backbone
        .map(Backbone::sha256)
        .or(() -> initialModel.map(model -> model.card().weights().sha256()))
        .orElse("random");
  }
}
