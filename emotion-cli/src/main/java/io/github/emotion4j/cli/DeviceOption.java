// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.djl.classify.DeviceChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option of all commands that run an emotion network: where. */
final class DeviceOption {

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      converter = Converter.class,
      description =
          "Where the emotion network runs: cpu, gpu (the first), gpu:N, or auto (default), the first"
              + " GPU where there is one. emotion4j doctor says what there is.")
  private DeviceChoice device = DeviceChoice.AUTO;

  DeviceOption() {}

  /**
   * Returns the choice. To be called before anything is read.
   *
   * @return what was chosen; there is such a device
   * @throws io.github.emotion4j.MissingDependencyException if it is a GPU and none can be used
   * @throws IllegalArgumentException if it is none of the GPUs
   */
  DeviceChoice choice() {
    if (device.isGpu()) {
      device.resolve();
    }
    return device;
  }

  /** Reads the value of the option. */
  static final class Converter implements ITypeConverter<DeviceChoice> {

    Converter() {}

    @Override
    public DeviceChoice convert(String value) {
      try {
        return DeviceChoice.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
