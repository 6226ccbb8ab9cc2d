// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.examples;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.video.EmotionTimeline;
import io.github.emotion4j.video.VideoAnalyzer;
import io.github.emotion4j.video.VideoSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says who shows which emotion in a video, when. */
public final class AnalyzeVideo {

  private AnalyzeVideo() {}

  /**
   * Prints what each person showed, and draws it.
   *
   * @param arguments the video, and a PNG file to draw to
   */
  public static void main(String[] arguments) {
    analyze(Path.of(arguments[0]), Path.of(arguments[1])).forEach(System.out::println);
  }

  /**
   * Analyzes a video.
   *
   * @param video the file
   * @param plot a PNG file for everybody's emotions over time
   * @return a line for each time in which a person showed one emotion
   */
  static List<String> analyze(Path video, Path plot) {
    try (EmotionDetector detector = EmotionDetector.create()) {
      EmotionTimeline timeline =
          VideoAnalyzer.of(detector)
              .analyze(
                  VideoSource.of(video), // or VideoSource.camera("0")
                  frame -> System.out.print(frame.result().faces().isEmpty() ? "." : "o"));
      timeline.writePlot(plot);
      List<String> lines = new ArrayList<>();
      for (EmotionTimeline.Person person : timeline.people()) {
        for (EmotionTimeline.Segment segment : person.segments()) {
          lines.add("person " + person.track() + " " + segment.emotion() + " " + segment.from());
        }
      }
      return lines;
    }
  }
}
