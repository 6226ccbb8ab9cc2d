// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SceneBenchmarkTest {

  private static final int SIDE = 100;

  private static SceneFace face(double x, double size) {
    return new SceneFace(x, 10, size, size, x, 10, x, 10);
  }

  private static Scene scene(List<SceneFace> faces, List<SceneFace> uncertain) {
    return new Scene(SIDE, new byte[SIDE * SIDE], faces, uncertain);
  }

  /** Finds a face of 20 pixels at each of these places in every picture, the first the surest. */
  private static FaceDetector findsAt(int... places) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return Stream.iterate(0, i -> i < places.length, i -> i + 1)
            .map(i -> new DetectedFace(FaceRegion.of(places[i], 10, 20, 20), 0.9 - 0.1 * i))
            .toList();
      }

      @Override
      public String name() {
        return "finds at";
      }
    };
  }

  @Test
  void countsTheFacesOfAllScenes() {
    List<Scene> scenes =
        List.of(scene(List.of(face(0, 20), face(40, 20)), List.of()), scene(List.of(), List.of()));

    DetectionFigures figures = new SceneBenchmark(scenes, 0).measure(findsAt(0));

    assertThat(figures.trueFaces()).isEqualTo(2);
    assertThat(figures.recall(0)).isEqualTo(0.5);
    assertThat(figures.precision(0)).isEqualTo(0.5);
  }

  @Test
  void whatIsUncertainCountsNeitherWay() {
    Scene scene = scene(List.of(face(0, 20)), List.of(face(40, 20)));

    DetectionFigures figures = new SceneBenchmark(List.of(scene), 0).measure(findsAt(0, 40));

    assertThat(figures.precision(0)).isEqualTo(1);
    assertThat(figures.trueFaces()).isEqualTo(1);
  }

  @Test
  void smallFacesNeedNotBeFound() {
    Scene scene = scene(List.of(face(0, 20), face(60, 8)), List.of());

    assertThat(new SceneBenchmark(List.of(scene), 15).measure(findsAt(0)).recall(0)).isEqualTo(1);
  }

  @Test
  void ofAFaceAtTheEdgeOnlyWhatIsInThePictureCounts() {
    Scene scene = scene(List.of(new SceneFace(-20, 10, 40, 20, 0, 10, 0, 10)), List.of());

    assertThat(new SceneBenchmark(List.of(scene), 0).measure(findsAt(0)).recall(0))
        .isCloseTo(1, within(1e-9));
  }
}
