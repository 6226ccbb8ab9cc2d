// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.Evaluation;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a model of one's own beside the one that comes with emotion4j. */
public final class CompareModels {

  private static final int BATCH_SIZE = 64;

  private CompareModels() {}

  /**
   * Prints both models' figures.
   *
   * @param arguments FER2013 (zip, folder or CSV), and the folder of a trained model
   */
  public static void main(String[] arguments) {
    compare(Fer2013.load(Path.of(arguments[0])), Path.of(arguments[1]))
        .forEach(
            (model, figures) ->
                System.out.printf(
                    "%s: accuracy %.3f, macro-F1 %.3f, calibration error %.3f%n",
                    model,
                    figures.accuracy(),
                    figures.macroF1(),
                    figures.expectedCalibrationError()));
  }

  /** Measures both models on the faces of PublicTest. */
  static Map<String, Evaluation> compare(Fer2013 dataset, Path trained) {
    List<LabelledFace> faces = dataset.split(Split.PUBLIC_TEST).faces();
    Map<String, Evaluation> figures = new LinkedHashMap<>();
    try (EmotionModel own = EmotionModel.load(trained);
        EmotionModel embedded = EmotionModel.embedded("fer2013")) {
      figures.put("own", ModelEvaluator.evaluate(own, faces, BATCH_SIZE));
      figures.put("embedded", ModelEvaluator.evaluate(embedded, faces, BATCH_SIZE));
    }
    return figures;
  }
}
