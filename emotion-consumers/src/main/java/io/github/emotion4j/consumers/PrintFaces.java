// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.consumers;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.nio.file.Path;

/** Prints the faces of a picture. */
public final class PrintFaces {

  private PrintFaces() {}

  /**
   * Prints a line a face.
   *
   * @param arguments the picture
   */
  public static void main(String[] arguments) {
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (EmotionResult face : detector.analyze(Path.of(arguments[0]))) {
        System.out.println("found " + face.dominantEmotion() + " at " + face.region());
      }
    }
  }
}
