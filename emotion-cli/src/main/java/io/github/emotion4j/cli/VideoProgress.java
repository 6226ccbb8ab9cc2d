// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.video.AnalyzedFrame;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells how far a video is analyzed, by a bar on a line of its own every few seconds. */
final class VideoProgress {

  private static final long INTERVAL = Duration.ofSeconds(5).toNanos();
  private static final int BAR = 20;

  private final PrintWriter err;
  private final double end;
  private final LongSupplier nanoseconds;
  private final long start;
  private long told;
  private long frames;
  private double first = Double.NaN;

  /**
   * Starts to count.
   *
   * @param err receives the lines
   * @param end where the analysis ends, in seconds of the video; 0 for its own end
   * @param nanoseconds the clock
   */
  VideoProgress(PrintWriter err, double end, LongSupplier nanoseconds) {
    this.err = err;
    this.end = end;
    this.nanoseconds = nanoseconds;
    start = nanoseconds.getAsLong();
    told = start;
  }

  /**
   * Tells how far the work is, if it is time to.
   *
   * @param frame the latest
   */
  void done(AnalyzedFrame frame) {
    frames++;
    double at = frame.result().seconds();
    if (frames == 1) {
      first = at;
    }
    long now = nanoseconds.getAsLong();
    if (now - told < INTERVAL) {
      return;
    }
    told = now;
    double seconds = (now - start) / 1e9;
    String rate =
        String.format(
            Locale.ROOT,
            "%.1f s, %.1f frames a second%s",
            at,
            frames / seconds,
            frame.dropped() > 0 ? ", " + frame.dropped() + " dropped" : "");
    double length = frame.video().duration().map(it -> it.toNanos() / 1e9).orElse(0.0);
    double last = end > 0 && (length == 0 || end < length) ? end : length;
    double share = last > first ? Math.min(1, (at - first) / (last - first)) : 0;
    if (share <= 0) { // of a live source nobody knows the end
      err.println(rate);
      return;
    }
    int full = (int) Math.round(BAR * share);
    err.printf(
        Locale.ROOT,
        "[%s%s] %3.0f %%, %s, about %.0f s left%n",
        "#".repeat(full),
        "-".repeat(BAR - full),
        100 * share,
        rate,
        seconds / share * (1 - share));
  }
}
