// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package org.example;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import java.nio.file.Path;

public class First {
  public static void main(String[] arguments) {
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (EmotionResult face : detector.analyze(Path.of(arguments[0]))) {
        System.out.println(face.dominantEmotion() + " at " + face.region());
      }
    }
  }
}
