// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trained models that a network learns from beside the labels: distillation (Hinton et al., 2015,
 * arXiv 1503.02531). Since cross-entropy is linear in its targets, blending the teachers'
 * predictions with the labels is the same as adding their two losses.
 *
 * @param models the teachers; not closed here
 * @param share how much of the targets is theirs, 0 to 1
 */
record Teachers(List<EmotionModel> models, double share) {

  static final Teachers NONE = new Teachers(List.of(), 0);

  private static final Logger logger = LoggerFactory.getLogger(Teachers.class);
  private static final int BATCH = 256;

  Teachers {
    models = List.copyOf(models);
    share = models.isEmpty() ? 0 : share;
  }

  /** What they are, for reports and to compare with a checkpoint's. */
  String label() {
    return label(
        models.stream().map(model -> model.card().map(Teachers::label).orElse(model.name())));
  }

  private static String label(ModelCard card) {
    return card.name() + " " + card.weights().sha256().substring(0, 12);
  }

  private static String label(Stream<String> names) {
    String all = names.collect(Collectors.joining(", "));
    return all.isEmpty() ? "none" : all;
  }

  void requireHeadsOf(LabelSource labels) {
    for (EmotionModel model : models) {
      if (labels.heads().stream().noneMatch(head -> teaches(model, head))) {
        throw new IllegalArgumentException(
            "The teacher "
                + model.name()
                + " learned other labels than "
                + labels.label()
                + "; choose a teacher of those, or other labels");
      }
    }
  }

  /** One from elsewhere says what it says, whichever labels are learned. */
  private static boolean teaches(EmotionModel model, LabelSource head) {
    return model
        .card()
        .map(card -> card.training().data().labelSource().equals(head.label()))
        .orElse(true);
  }

  /**
   * Blends the teachers' predictions into targets; faces without a target, all zero, stay without.
   */
  void blendInto(float[][] targets, LabelSource head, List<LabelledFace> faces) {
    List<EmotionModel> chosen = models.stream().filter(model -> teaches(model, head)).toList();
    if (share == 0 || chosen.isEmpty()) {
      return;
    }
    float[][] means = new float[targets.length][OutputHead.CLASSES];
    for (EmotionModel model : chosen) {
      logger.info("Asking {} about {} faces", model.name(), faces.size());
      float[][] predictions = ModelEvaluator.probabilities(model, faces, BATCH, true);
      for (int i = 0; i < means.length; i++) {
        for (int j = 0; j < OutputHead.CLASSES; j++) {
          means[i][j] += predictions[i][j] / chosen.size();
        }
      }
    }
    for (int i = 0; i < targets.length; i++) {
      if (!isEmpty(targets[i])) {
        for (int j = 0; j < OutputHead.CLASSES; j++) {
          targets[i][j] = (float) ((1 - share) * targets[i][j] + share * means[i][j]);
        }
      }
    }
  }

  private static boolean isEmpty(float[] target) {
    for (float value : target) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
