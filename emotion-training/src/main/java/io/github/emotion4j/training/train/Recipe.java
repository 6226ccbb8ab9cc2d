// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.training.dataset.LabelSource;

/**
 * Settings that belong together, found by the experiments in the project's {@code
 * docs/experiments.md}.
 */
public enum Recipe {
  /**
   * The plain network that articles on FER2013 train from scratch, {@link Architecture#PLAIN_CNN}
   * on FER2013's own labels. About 40 minutes on two cores.
   */
  ARTICLE_CNN {
    @Override
    void applyTo(EmotionTrainerBuilder builder) {
      builder
          .architecture(Architecture.PLAIN_CNN)
          .labels(LabelSource.FER2013)
          .epochs(60)
          .learningRate(0.02)
          .weightDecay(5e-4)
          .dropout(0.3);
      builder.batchSizeOfRecipe = 64;
    }
  },

  /**
   * What the embedded models began with (see {@code docs/models.md}): {@link
   * Architecture#MEDIUM_RESNET} on crops of 44 pixels, with {@link LabelSource#MIXED} labels, so it
   * needs FER+'s votes. About two hours on two cores.
   */
  FER2013_BEST {
    @Override
    void applyTo(EmotionTrainerBuilder builder) {
      builder
          .architecture(Architecture.MEDIUM_RESNET)
          .labels(LabelSource.MIXED)
          .classBalance(0.25)
          .epochs(60)
          .cropSize(44)
          .learningRate(0.08)
          .weightDecay(5e-4)
          .dropout(0.2);
      builder.batchSizeOfRecipe = 128;
    }
  };

  abstract void applyTo(EmotionTrainerBuilder builder);
}
