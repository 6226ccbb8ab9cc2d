// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeasureFer2013CropTest {

  private static final Path SHARED = Path.of(System.getProperty("emotion4j.shared", "shared"));

  @Test
  void facesOfFer2013FillTheirCropFromForeheadToChin() throws Exception {
    Path zip = SHARED.resolve("data/fer2013.zip");
    Path model = SHARED.resolve("models/yunet_n_640_640.onnx");
    assumeTrue(Files.exists(zip) && Files.exists(model), "needs the shared folder: " + SHARED);

    MeasureFer2013Crop.Result result = MeasureFer2013Crop.measure(zip, model, 60);

    assertThat(result.tried()).isEqualTo(60);
    assertThat(result.found()).isGreaterThan(45);
    assertThat(median(result, "box centre x")).isEqualTo(0.5, within(0.05));
    assertThat(median(result, "box height")).isEqualTo(1, within(0.15));
    assertThat(median(result, "between the eyes y")).isEqualTo(0.39, within(0.05));
  }

  private static double median(MeasureFer2013Crop.Result result, String name) {
    MeasureFer2013Crop.Quartiles quartiles = result.quartiles().get(name);
    assertThat(quartiles).as(name).isNotNull();
    return quartiles.median();
  }
}
