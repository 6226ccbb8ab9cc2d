// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorBenchmarkTest {

  /** Finds a face in the upper left quarter of every picture. */
  private static FaceDetector quarter() {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        int width = image.getWidth() / 2;
        int height = image.getHeight() / 2;
        return List.of(new DetectedFace(FaceRegion.of(0, 0, width, height), 0.9));
      }

      @Override
      public String name() {
        return "quarter";
      }
    };
  }

  private static AnnotatedPicture seenByTheReference(String name, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    return AnnotatedPicture.by(quarter(), 1280, name, image);
  }

  @Test
  void aComparisonWithoutRoundsIsRefused() {
    assertThatThrownBy(() -> new DetectorBenchmark(List.of(), 32, 32, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be at least 1 round, not 0");
  }

  @Test
  void detectorsAreComparedInThePicturesOwnPixels() {
    FaceDetector whole = FaceDetector.wholeImage();
    DetectorBenchmark benchmark =
        new DetectorBenchmark(
            List.of(
                new DetectorBenchmark.Contestant("quarter", quarter(), quarter()),
                new DetectorBenchmark.Contestant("whole", whole, whole)),
            32,
            32,
            1);

    benchmark.add(seenByTheReference("large", 2000, 1000), List.of(), false);
    benchmark.add(seenByTheReference("small", 40, 40), List.of(), true);

    assertThat(benchmark.required()).containsOnly(entry("large", 1), entry("small", 0));
    DetectorBenchmark.Row first = benchmark.rows().get(0);
    assertThat(first.reported().recall(0)).isEqualTo(1);
    assertThat(first.reported().precision(0)).isEqualTo(1);
    assertThat(first.found()).containsEntry("large", 1).containsEntry("small", 1);
    assertThat(first.steadiness()).contains(1.0);
    DetectorBenchmark.Row second = benchmark.rows().get(1);
    assertThat(second.reported().right(0)).isZero();
    assertThat(second.reported().wrong(0)).isEqualTo(2);
    assertThat(second.milliseconds()).isNotNegative();
  }
}
