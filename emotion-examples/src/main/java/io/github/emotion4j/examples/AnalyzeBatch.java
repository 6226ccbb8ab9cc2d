// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the emotions in many pictures, of which some may be broken. */
public final class AnalyzeBatch {

  private AnalyzeBatch() {}

  /**
   * Prints a line for each picture.
   *
   * @param arguments the pictures
   */
  public static void main(String[] arguments) {
    analyze(Arrays.stream(arguments).map(Path::of).toList()).forEach(System.out::println);
  }

  /**
   * Analyzes pictures together, on all processors; a broken one never loses the others.
   *
   * @param pictures the files
   * @return a line for each, in their order
   */
  static List<String> analyze(List<Path> pictures) {
    List<String> lines = new ArrayList<>();
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (AnalysisOutcome outcome :
          detector.analyzeAll(pictures.stream().map(ImageSource::of).toList())) {
        if (outcome instanceof AnalysisOutcome.Faces found) {
          lines.add(found.image().describe() + ": " + found.faces().size() + " faces");
        } else if (outcome instanceof AnalysisOutcome.Failure failed) {
          lines.add(failed.image().describe() + ": " + failed.cause().getMessage());
        }
      }
    }
    return lines;
  }
}
