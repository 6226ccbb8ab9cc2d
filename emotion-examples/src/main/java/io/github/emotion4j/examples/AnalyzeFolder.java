// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the emotions in a folder of any number of pictures. */
public final class AnalyzeFolder {

  private AnalyzeFolder() {}

  /**
   * Prints how many faces show which emotion.
   *
   * @param arguments the folder
   * @throws IOException if it can't be read
   */
  public static void main(String[] arguments) throws IOException {
    System.out.println(count(Path.of(arguments[0])));
  }

  /**
   * Analyzes a stream of pictures: neither the pictures nor their outcomes are ever held together.
   *
   * @param folder the pictures; what is none of them is passed over
   * @return how many faces show which emotion
   * @throws IOException if the folder can't be read
   */
  static Map<Emotion, Long> count(Path folder) throws IOException {
    try (EmotionDetector detector = EmotionDetector.create();
        Stream<Path> files = Files.list(folder);
        Stream<AnalysisOutcome> outcomes =
            detector.analyzeAll(files.map(ImageSource::of).unordered())) {
      return outcomes
          .filter(AnalysisOutcome.Faces.class::isInstance)
          .flatMap(found -> found.orElseThrow().stream())
          .collect(
              Collectors.groupingBy(
                  EmotionResult::dominantEmotion, TreeMap::new, Collectors.counting()));
    }
  }
}
