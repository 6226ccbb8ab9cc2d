// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.emotion4j.MissingDependencyException;
import io.github.emotion4j.djl.internal.engine.GpuSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceChoiceTest {

  private static GpuSearch machineWith(int gpus) {
    return new GpuSearch(
        gpus,
        Optional.of("12.8"),
        Optional.empty(),
        true,
        List.of(Path.of("nowhere", "driver")),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"auto, auto", "cpu, cpu", "gpu, gpu:0", "gpu:0, gpu:0", "gpu:12, gpu:12"})
  void isReadFromAWord(String word, String choice) {
    assertThat(DeviceChoice.parse(word)).hasToString(choice);
    assertThat(DeviceChoice.parse(choice)).isEqualTo(DeviceChoice.parse(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tpu", "GPU", "gpu:", "gpu:-1", "gpu:x", "gpu0", " cpu", "gpu:9999"})
  void refusesAnyOtherWord(String word) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.parse(word))
        .withMessage("device must be auto, cpu, gpu or gpu:N, not \"" + word + "\"");
  }

  @Test
  void refusesANumberBelowZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> DeviceChoice.gpu(-1));
  }

  @Test
  void takesTheFirstGpuWhereThereIsOneAndNobodyChooses() {
    assertThat(DeviceChoice.AUTO.resolve(machineWith(2))).isEqualTo(Device.gpu(0));
  }

  @Test
  void takesTheCpuWhereThereIsNoGpuAndNobodyChooses() {
    assertThat(DeviceChoice.AUTO.resolve(machineWith(0))).isEqualTo(Device.cpu());
  }

  @Test
  void takesTheCpuWhereItIsChosen() {
    assertThat(DeviceChoice.CPU.resolve(machineWith(2))).isEqualTo(Device.cpu());
    assertThat(DeviceChoice.CPU.resolve()).isEqualTo(Device.cpu());
  }

  @Test
  void takesTheGpuThatIsChosen() {
    assertThat(DeviceChoice.gpu(1).resolve(machineWith(2))).isEqualTo(Device.gpu(1));
  }

  @Test
  void failsWithTheReasonWhereAGpuIsChosenAndThereIsNone() {
    GpuSearch search = machineWith(0);

    assertThatThrownBy(() -> DeviceChoice.gpu(0).resolve(search))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessage("No GPU can be used: " + search.whyNone());
  }

  @Test
  void saysWhichGpusThereAreWhereAnotherIsChosen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceChoice.gpu(2).resolve(machineWith(2)))
        .withMessage("device must be one of the GPUs that there are, gpu:0 to gpu:1, not gpu:2");
  }

  @Test
  void isWhereAModelRuns() {
    ModelFile file = EmbeddedModels.read(EmbeddedModels.DEFAULT_MODEL);

    try (EmotionModel model = EmotionModel.of(file, DeviceChoice.CPU)) {
      assertThat(model.device()).isEqualTo(Device.cpu());
    }
  }
}
