// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how far long work has come, by a line every few seconds, which suits logs too. */
final class ProgressLines {

  private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

  private final PrintWriter err;
  private final int total;
  private final LongSupplier nanoseconds;
  private final long start;
  private long told;

  /**
   * Starts to count.
   *
   * @param err receives the lines
   * @param total how many pictures there are
   * @param nanoseconds the clock
   */
  ProgressLines(PrintWriter err, int total, LongSupplier nanoseconds) {
    this.err = err;
    this.total = total;
    this.nanoseconds = nanoseconds;
    start = nanoseconds.getAsLong();
    told = start;
  }

  /**
   * Tells how far the work is, if it is time to and there is more to do.
   *
   * @param done how many pictures are done
   */
  void done(int done) {
    long now = nanoseconds.getAsLong();
    if (done == 0 || done >= total || now - told < INTERVAL) {
      return;
    }
    told = now;
    long left = Math.round((now - start) / 1e9 / done * (total - done));
    err.println(
        done
            + " of "
            + total
            + " pictures, about "
            + (left < 120 ? left + " s" : Math.round(left / 60.0) + " min")
            + " left");
  }
}
