// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.io.IOException;
import java.util.List;

/**
 * What it takes from nothing to a first result, in a virtual machine of its own.
 *
 * @param seconds from the start of the process to its end
 * @param peakKib the most memory it had; 0 where the system does not tell
 */
record ColdStart(double seconds, long peakKib) {

  private static final int POLL_MILLIS = 10;

  /**
   * Analyzes the sample picture in a new virtual machine with this one's class path.
   *
   * @return what it took
   * @throws IOException if it can't be started, or fails
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  static ColdStart measure() throws IOException, InterruptedException {
    return measure(System.getProperty("java.class.path"));
  }

  /**
   * Analyzes the sample picture in a new virtual machine.
   *
   * @param classPath where its classes are
   * @return what it took
   * @throws IOException if it can't be started, or fails
   * @throws InterruptedException if this thread is interrupted meanwhile
   */
  static ColdStart measure(String classPath) throws IOException, InterruptedException {
    ProcessBuilder builder =
        JavaProcess.builder(List.of(), classPath, "io.github.emotion4j.cli.Main", "analyze");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long begin = System.nanoTime();
    Process process = builder.start();
    try {
      long peak = 0;
      while (process.isAlive()) {
        peak = Math.max(peak, ProcessMemory.peakKib(process.pid()).orElse(0));
        Thread.sleep(POLL_MILLIS);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (process.exitValue() != 0) {
        throw new IOException("analyze in a new process ended with " + process.exitValue());
      }
      return new ColdStart(seconds, peak);
    } finally {
      process.destroyForcibly();
    }
  }
}
