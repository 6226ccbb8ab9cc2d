// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
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

  @Test
  void detectorsAreComparedInThePicturesOwnPixels() {
    Map<String, BufferedImage> pictures =
        Map.of(
            "large", new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB),
            "small", new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB));

    DetectorBenchmark benchmark = new DetectorBenchmark(pictures, quarter());

    assertThat(benchmark.reference().get("large")).containsExactly(FaceRegion.of(0, 0, 1000, 500));
    assertThat(benchmark.required()).containsExactly(entry("large", 1), entry("small", 0));
    DetectorBenchmark.Row same = benchmark.measure("quarter", quarter());
    assertThat(same.recall()).isEqualTo(1);
    assertThat(same.precision()).isEqualTo(1);
    assertThat(same.found()).containsEntry("large", 1).containsEntry("small", 1);
    DetectorBenchmark.Row whole = benchmark.measure("whole", FaceDetector.wholeImage());
    assertThat(whole.right()).isZero();
    assertThat(whole.wrong()).isEqualTo(2);
    assertThat(whole.milliseconds()).isNotNegative();
  }
}
