// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.consumer;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.nio.file.Path;

final class PrintFaces {

  private PrintFaces() {}

  public static void main(String[] arguments) {
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (EmotionResult face : detector.analyze(Path.of(arguments[0]))) {
        System.out.println("found " + face.dominantEmotion() + " at " + face.region());
      }
    }
  }
}
