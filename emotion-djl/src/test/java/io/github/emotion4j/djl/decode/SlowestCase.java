// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Which of many hostile files took longest: by the clock or in processor time of this process,
 * whichever is less. Other processes add to the one, and threads that work at once to the other.
 */
final class SlowestCase {

  /** What a file may cost, whatever is in it. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private long nanos;
  private String name = "";

  /** Handles a file, and fails if that takes more than the limit. */
  void time(String file, Runnable handling) {
    long begin = System.nanoTime();
    long processorBegin = SYSTEM.getProcessCpuTime();
    handling.run();
    long processor = SYSTEM.getProcessCpuTime() - processorBegin;
    long taken = Math.min(System.nanoTime() - begin, processor);
    if (taken > nanos) {
      nanos = taken;
      name = file;
    }
    assertThat(Duration.ofNanos(taken)).as("time for %s", file).isLessThan(LIMIT);
  }

  @Override
  public String toString() {
    return name + " with " + nanos / 1_000_000 + " ms";
  }
}
