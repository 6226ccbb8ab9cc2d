// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeviceNamesTest {

  @TempDir private Path proc;

  private void write(String file, String content) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  @Test
  void aProcessorIsCalledAsLinuxListsIt() throws IOException {
    write("cpuinfo", "processor\t: 0\nmodel name\t: Fast CPU @ 3:1\nflags\t: fpu\n");

    assertThat(DeviceNames.processor(proc)).isEqualTo("Fast CPU @ 3:1");
  }

  @Test
  void aProcessorThatNobodyListsIsCalledByItsKind() {
    assertThat(DeviceNames.processor(proc)).isNotBlank();
  }

  @Test
  void aGpuIsCalledAsItsDriverListsIt() throws IOException {
    String gpu = "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 18\n";
    write("driver/nvidia/gpus/0000:01:00.0/information", gpu);
    write("driver/nvidia/gpus/0000:02:00.0/information", gpu);

    assertThat(DeviceNames.gpu(Device.gpu(1), proc)).isEqualTo("NVIDIA H100 80GB HBM3");
  }

  @Test
  void aDescriptionBeginsWithTheWordThatChoosesTheDevice() {
    assertThat(DeviceNames.describe(Device.cpu())).startsWith("cpu, ").hasSizeGreaterThan(5);
  }
}
