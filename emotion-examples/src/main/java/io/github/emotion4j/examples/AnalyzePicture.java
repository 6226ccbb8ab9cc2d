// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.nio.file.Path;
import java.util.List;

/** Reads the emotions in one picture. */
public final class AnalyzePicture {

  private AnalyzePicture() {}

  /**
   * Prints a line for each face.
   *
   * @param arguments the picture
   */
  public static void main(String[] arguments) {
    for (EmotionResult face : analyze(Path.of(arguments[0]))) {
      System.out.printf(
          "%s %.0f %% at %s%n",
          face.dominantEmotion(), 100 * face.probability(face.dominantEmotion()), face.region());
    }
  }

  /**
   * Analyzes a picture. A program that analyzes many keeps one detector for all of them.
   *
   * @param picture JPEG, PNG, WebP, BMP or GIF
   * @return its faces, surest first
   */
  static List<EmotionResult> analyze(Path picture) {
    try (EmotionDetector detector = EmotionDetector.create()) {
      return detector.analyze(picture);
    }
  }
}
