// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import java.nio.file.Path;

/** Reads the description of a trained face detector. */
final class FaceModelArgument {

  private FaceModelArgument() {}

  /**
   * Reads a model.
   *
   * @param description {@code embedded}, or a folder that {@code train-detector} wrote
   */
  static FaceModelFile read(String description) {
    return description.equals(FaceDetectors.EMBEDDED)
        ? EmotionZoo.readFaceDetector()
        : FaceModelFile.read(Path.of(description));
  }
}
