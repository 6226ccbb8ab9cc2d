// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import java.util.Optional;

/** A process that keeps one processor busy for as long as another process lives. */
final class BusyLoop {

  private static final long LOOK_NANOS = 100_000_000;

  private BusyLoop() {}

  /**
   * Computes until the other process ends.
   *
   * @param arguments its number
   */
  public static void main(String[] arguments) {
    Optional<ProcessHandle> other = ProcessHandle.of(Long.parseLong(arguments[0]));
    double sum = 0;
    while (other.isPresent() && other.get().isAlive()) {
      long until = System.nanoTime() + LOOK_NANOS;
      while (System.nanoTime() < until) {
        for (int i = 1; i < 10_000; i++) {
          sum += Math.sqrt(i + sum);
        }
      }
    }
    System.out.println(sum);
  }
}
