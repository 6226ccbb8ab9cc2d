// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What processors and GPUs are called by their makers. */
public final class DeviceNames {

  private static final Path PROC = Path.of("/proc");

  private DeviceNames() {}

  /**
   * Names a device.
   *
   * @param device a CPU or an NVIDIA GPU of this machine
   * @return such as {@code "cpu, AMD EPYC 9R14"} or {@code "gpu:0, NVIDIA H100 80GB HBM3"}
   */
  public static String describe(Device device) {
    return device.isGpu()
        ? "gpu:" + device.getDeviceId() + ", " + gpu(device, PROC)
        : device.getDeviceType() + ", " + processor(PROC);
  }

  /** The name in Linux's list of processors, Windows' name for it, or else the kind. */
  static String processor(Path proc) {
    return Stream.of(proc.resolve("cpuinfo"))
        .flatMap(file -> values(file, "model name"))
        .findFirst()
        .or(() -> Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER")))
        .orElse(System.getProperty("os.arch"));
  }

  /** The name that the driver lists, where all GPUs have the same: it counts them its own way. */
  static String gpu(Device device, Path proc) {
    List<String> models = models(proc.resolve("driver/nvidia/gpus"));
    return models.size() == 1
        ? models.get(0)
        : "compute capability " + CudaUtils.getComputeCapability(device.getDeviceId());
  }

  private static List<String> models(Path gpus) {
    if (!Files.isDirectory(gpus)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(gpus)) {
      return folders
          .flatMap(folder -> values(folder.resolve("information"), "Model"))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> values(Path file, String key) {
    if (!Files.isReadable(file)) {
      return Stream.empty();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(":", 2))
          .filter(line -> line.length == 2 && line[0].strip().equals(key))
          .map(line -> line[1].strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
