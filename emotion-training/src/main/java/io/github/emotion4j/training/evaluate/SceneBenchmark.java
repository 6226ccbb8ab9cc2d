// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.util.List;

/**
 * Measures face detectors on scenes whose faces are known, as {@link DetectorBenchmark} does on
 * photographs whose faces a reference finds. Immutable and safe to share between threads.
 */
public final class SceneBenchmark {

  private final List<Scene> scenes;
  private final double leastSize;

  /**
   * Makes a benchmark.
   *
   * @param scenes composed scenes
   * @param leastSize square root of the area of the smallest boxes that count, in pixels
   */
  public SceneBenchmark(List<Scene> scenes, double leastSize) {
    this.scenes = List.copyOf(scenes);
    this.leastSize = leastSize;
  }

  /**
   * Shows all scenes to a detector.
   *
   * @param detector the detector; what it is not to be judged by at all, its threshold leaves out
   * @return how far what it finds agrees with what is there
   */
  public DetectionFigures measure(FaceDetector detector) {
    DetectionFigures figures = new DetectionFigures(leastSize);
    for (Scene scene : scenes) {
      figures.add(
          detector.detect(scene.toImage()),
          regions(scene, scene.faces()),
          regions(scene, scene.uncertain()));
    }
    return figures;
  }

  private static List<FaceRegion> regions(Scene scene, List<SceneFace> faces) {
    return faces.stream().map(face -> face.regionIn(scene.size())).toList();
  }
}
