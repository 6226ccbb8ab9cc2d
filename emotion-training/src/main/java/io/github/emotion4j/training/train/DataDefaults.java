// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.List;

/**
 * What follows the data where it was not set.
 *
 * @param epochs how often every face is seen
 * @param headEpochs for how many of them the last layer is trained alone: all, to fit an initial
 *     model to few faces, which would soon know these by heart and forget the rest
 * @param batchSize faces of a step
 * @param learningRate the highest
 */
record DataDefaults(int epochs, int headEpochs, int batchSize, double learningRate) {

  /** To fewer faces than these an initial model is fitted gently. */
  static final int FEW_FACES = 1_000;

  private static final int LEAST_BATCH = 8;
  private static final int LEAST_STEPS = 8;
  private static final int EPOCHS = 60;
  private static final int EPOCHS_OF_FEW = 15;
  private static final int GENTLER = 5; // times, than the optimizer's rate

  static DataDefaults of(EmotionTrainerBuilder builder, Fer2013 dataset) {
    int faces = trainingFaces(dataset, builder.folds);
    boolean fitted = builder.initialModel != null && faces < FEW_FACES;
    double rate =
        switch (builder.optimizer) {
          case SGD_NESTEROV -> 0.05;
          case ADAM_W -> 0.001;
        };
    int epochs = builder.epochs != 0 ? builder.epochs : fitted ? EPOCHS_OF_FEW : EPOCHS;
    int headEpochs = builder.headEpochs >= 0 ? builder.headEpochs : fitted ? epochs : 0;
    return new DataDefaults(
        epochs,
        headEpochs,
        builder.batchSize != 0 ? builder.batchSize : batchSize(faces, builder.batchSizeAtMost),
        builder.learningRate != 0 ? builder.learningRate : fitted ? rate / GENTLER : rate);
  }

  /** Those of the data set's own split, or what is left when some are held out. */
  private static int trainingFaces(Fer2013 dataset, int folds) {
    List<LabelledFace> training = dataset.split(Split.TRAINING).faces();
    int faces = training.size();
    if (!dataset.split(Split.PUBLIC_TEST).faces().isEmpty()) {
      return faces;
    }
    int parts = folds > 0 ? folds : TrainingFaces.parts(faces, TrainingFaces.emotions(training));
    return faces - faces / parts;
  }

  static int batchSize(int faces, int most) {
    int batch = most;
    while (batch > LEAST_BATCH && faces / batch < LEAST_STEPS) {
      batch /= 2;
    }
    return Math.max(2, Math.min(batch, faces / 2));
  }
}
