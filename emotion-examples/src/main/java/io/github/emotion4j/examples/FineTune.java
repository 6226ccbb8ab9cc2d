// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.classify.EmbeddedModels;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.training.dataset.LabelledPictures;
import io.github.emotion4j.training.train.EmotionTrainer;
import io.github.emotion4j.training.train.TrainingResult;
import java.nio.file.Path;

/** Fits the embedded model to pictures of one's own. */
public final class FineTune {

  private FineTune() {}

  /**
   * Trains on pictures of any size.
   *
   * @param arguments a folder such as {@code pictures} with {@code pictures/happy/anna.jpg} in it,
   *     and a new folder for the model
   */
  public static void main(String[] arguments) {
    try (FaceDetector faces = SingleShotFaceDetector.embedded()) {
      TrainingResult result = fineTune(Path.of(arguments[0]), faces, Path.of(arguments[1]), 10);
      System.out.println("accuracy " + result.validation().accuracy());
    }
  }

  /**
   * Trains the last layer for an epoch, then all of them.
   *
   * @param pictures folders named by emotion
   * @param faces finds the face in each picture
   * @param folder receives the model
   * @param epochs how often each face is seen
   * @return where the model lies, and its figures
   */
  static TrainingResult fineTune(Path pictures, FaceDetector faces, Path folder, int epochs) {
    return EmotionTrainer.builder()
        .dataset(LabelledPictures.load(pictures, faces, true))
        .initialModel(EmbeddedModels.read("ferplus"))
        .headEpochs(1)
        .batchSize(16)
        .epochs(epochs)
        .learningRate(0.005)
        .outputDirectory(folder)
        .build()
        .train();
  }
}
