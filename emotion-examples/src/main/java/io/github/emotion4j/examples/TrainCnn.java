// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.TrainingResult;
import java.nio.file.Path;
import java.util.List;

/** Trains a convolutional network from scratch, and analyzes a picture with it. */
public final class TrainCnn {

  private TrainCnn() {}

  /**
   * Trains for 60 epochs, and prints the faces of a picture.
   *
   * @param arguments FER2013 (zip, folder or CSV), a new folder for the model, and a picture
   */
  public static void main(String[] arguments) {
    TrainingResult result =
        train(
            Fer2013.load(Path.of(arguments[0])), Path.of(arguments[1]), Architecture.PLAIN_CNN, 60);
    System.out.println("accuracy " + result.validation().accuracy());
    System.out.println(analyze(result.model(), Path.of(arguments[2])));
  }

  /** Trains; the folder then holds the best epoch's model, its curves and a report. */
  static TrainingResult train(Fer2013 faces, Path folder, Architecture network, int epochs) {
    return EmotionTrainer.builder()
        .dataset(faces)
        .architecture(network)
        .epochs(epochs)
        .outputDirectory(folder)
        .build()
        .train();
  }

  /** Uses the trained model in place of the embedded one. */
  static List<EmotionResult> analyze(Path model, Path picture) {
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().model(EmotionModel.load(model)).build()) {
      return detector.analyze(picture);
    }
  }
}
