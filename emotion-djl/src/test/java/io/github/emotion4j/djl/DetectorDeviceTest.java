// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.classify.DeviceChoice;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import org.junit.jupiter.api.Test;

final class DetectorDeviceTest {

  @Test
  void theEmbeddedModelRunsWhereItIsTold() {
    try (DjlEmotionDetector detector =
        DjlEmotionDetector.builder().device(DeviceChoice.CPU).build()) {
      assertThat(detector.diagnose().device()).isEqualTo("cpu()");
    }
  }

  @Test
  void aGpuThatIsNotThereIsSaidWhenTheDetectorIsMade() {
    assumeThat(GpuSearch.ofThisMachine().gpus()).as("GPUs here").isZero();
    DjlEmotionDetector.Builder builder = DjlEmotionDetector.builder().device(DeviceChoice.gpu(0));

    assertThatThrownBy(builder::build)
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageStartingWith("No GPU can be used: ");
  }

  @Test
  void aModelOfOnesOwnHasItsDeviceAlready() {
    try (EmotionModel model = EmotionModel.embedded()) {
      DjlEmotionDetector.Builder builder =
          DjlEmotionDetector.builder().model(model).device(DeviceChoice.CPU);

      assertThatIllegalStateException()
          .isThrownBy(builder::build)
          .withMessageContaining("EmotionModel.of(file, device)");
    }
  }
}
