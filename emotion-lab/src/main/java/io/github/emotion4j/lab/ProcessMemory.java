// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads what Linux tells about a process's memory. */
final class ProcessMemory {

  private ProcessMemory() {}

  /**
   * Returns how much memory a process has now.
   *
   * @param pid its number
   * @return KiB; empty where the system does not tell, or the process has ended
   */
  static OptionalLong residentKib(long pid) {
    return read(pid, "VmRSS:");
  }

  /**
   * Returns how much memory a process had at most.
   *
   * @param pid its number
   * @return KiB; empty where the system does not tell, or the process has ended
   */
  static OptionalLong peakKib(long pid) {
    return read(pid, "VmHWM:");
  }

  private static OptionalLong read(long pid, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
