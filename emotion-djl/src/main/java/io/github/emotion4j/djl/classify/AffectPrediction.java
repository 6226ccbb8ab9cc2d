// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.modality.Classifications;
import io.github.emotion4j.Affect;
import java.util.List;

/** Probabilities of labels, with valence and arousal. */
final class AffectPrediction extends Classifications {

  private static final long serialVersionUID = 1L;

  private final double valence;
  private final double arousal;

  AffectPrediction(List<String> labels, List<Double> probabilities, Affect affect) {
    super(labels, probabilities);
    this.valence = affect.valence();
    this.arousal = affect.arousal();
  }

  Affect affect() {
    return new Affect(valence, arousal);
  }
}
