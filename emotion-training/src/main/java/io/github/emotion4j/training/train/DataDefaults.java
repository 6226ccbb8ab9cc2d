// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.List;
import java.util.Map;

/**
 * What follows the data and the device where it was not set.
 *
 * <p>A GPU is fed by larger batches, of up to {@value #ON_GPU} faces instead of {@value #ON_CPU}.
 * With n times as many, the learning rate is the square root of n times higher (Krizhevsky, 2014,
 * arXiv 1404.5997), and the average of the weights forgets in a step what it would in n of them
 * (Busbridge et al., 2023, arXiv 2307.13813). A recipe's batches stay as they are. A training that
 * is resumed goes on as it was begun, wherever that was.
 *
 * @param epochs how often every face is seen
 * @param headEpochs for how many of them the last layer is trained alone: all, to fit an initial
 *     model to few faces, which would soon know these by heart and forget the rest
 * @param batchSize faces of a step
 * @param learningRate the highest
 * @param averageDecay how slowly the average of the weights follows them
 */
record DataDefaults(
    int epochs, int headEpochs, int batchSize, double learningRate, double averageDecay) {

  /** To fewer faces than these an initial model is fitted gently. */
  static final int FEW_FACES = 1_000;

  /** The most faces of a step on the CPU. */
  static final int ON_CPU = 64;

  /** The most faces of a step on a GPU. */
  static final int ON_GPU = 512;

  private static final int LEAST_BATCH = 8;
  private static final int LEAST_STEPS = 8;
  private static final int EPOCHS = 60;
  private static final int EPOCHS_OF_FEW = 15;
  private static final int GENTLER = 5; // times, than the optimizer's rate
  private static final double AVERAGE_DECAY = 0.999;

  /**
   * Finds the defaults; looks for a GPU only if that matters.
   *
   * @throws io.github.emotion4j.MissingDependencyException if PyTorch can't be started to look
   */
  static DataDefaults of(EmotionTrainerBuilder builder, Fer2013 dataset) {
    Map<String, String> begun =
        builder.resume && builder.outputDirectory != null
            ? Checkpoint.settingsIn(builder.outputDirectory)
            : Map.of();
    boolean byDevice = builder.batchSize == 0 && builder.batchSizeOfRecipe == 0 && begun.isEmpty();
    return of(builder, dataset, byDevice && builder.device.resolve().isGpu(), begun);
  }

  /**
   * Finds the defaults.
   *
   * @param gpu whether it is trained on one
   * @param begun the settings of the training that goes on, by name; empty for one that begins
   */
  static DataDefaults of(
      EmotionTrainerBuilder builder, Fer2013 dataset, boolean gpu, Map<String, String> begun) {
    int faces = trainingFaces(dataset, builder.folds);
    boolean fitted = isFitted(builder, faces);
    int epochs = epochs(builder, dataset);
    int usual = batchSize(faces, mostFaces(builder.batchSizeOfRecipe, false));
    int batch =
        builder.batchSize != 0
            ? builder.batchSize
            : (int)
                before(
                    begun,
                    "batchSize",
                    batchSize(faces, mostFaces(builder.batchSizeOfRecipe, gpu)));
    double times = gpu && builder.batchSize == 0 ? (double) batch / usual : 1;
    double rate =
        switch (builder.optimizer) {
          case SGD_NESTEROV -> 0.05;
          case ADAM_W -> 0.001;
        };
    double usualRate = fitted ? rate / GENTLER : rate;
    return new DataDefaults(
        epochs,
        builder.headEpochs >= 0 ? builder.headEpochs : fitted ? epochs : 0,
        batch,
        builder.learningRate != 0
            ? builder.learningRate
            : before(begun, "learningRate", usualRate * Math.sqrt(times)),
        builder.averageDecay >= 0
            ? builder.averageDecay
            : before(begun, "averageDecay", Math.pow(AVERAGE_DECAY, times)));
  }

  private static double before(Map<String, String> begun, String name, double otherwise) {
    String value = begun.get(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }

  /** How often every face is seen. */
  static int epochs(EmotionTrainerBuilder builder, Fer2013 dataset) {
    if (builder.epochs != 0) {
      return builder.epochs;
    }
    return isFitted(builder, trainingFaces(dataset, builder.folds)) ? EPOCHS_OF_FEW : EPOCHS;
  }

  private static boolean isFitted(EmotionTrainerBuilder builder, int faces) {
    return builder.initialModel != null && faces < FEW_FACES;
  }

  /**
   * The most faces of a step.
   *
   * @param ofRecipe what a recipe says; 0 where there is none
   */
  static int mostFaces(int ofRecipe, boolean gpu) {
    return ofRecipe != 0 ? ofRecipe : gpu ? ON_GPU : ON_CPU;
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
