package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Which of many hostile files took longest: in processor time of the thread that handles it, which
 * other processes hardly change.
 */
final class SlowestCase {

  /** What a file may cost, whatever is in it. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long nanos;
  private String name = "";

  /** Handles a file, and fails if that takes more than the limit. */
  void time(String file, Runnable handling) {
    long begin = THREADS.getCurrentThreadCpuTime();
    handling.run();
    long taken = THREADS.getCurrentThreadCpuTime() - begin;
    if (taken > nanos) {
      nanos = taken;
      name = file;
    }
    assertThat(Duration.ofNanos(taken)).as("processor time of %s", file).isLessThan(LIMIT);
  }

  @Override
  public String toString() {
    return name + " with " + nanos / 1_000_000 + " ms of processor time";
  }
}
