// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with rate and time left, as a line every five seconds, which suits logs too. How many
 * pictures there are is counted meanwhile, by a thread of its own that reads their names only,
 * unless the standard input names them.
 */
final class BatchProgress implements AutoCloseable {

  private static final int LINE_WIDTH = 100;
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final ProgressBar bar;
  private final PictureListing.Options options;
  private final List<String> arguments;
  private final Thread counting = new Thread(this::count, "emotion4j-count");
  private volatile boolean ended;

  BatchProgress(
      List<String> arguments, PictureListing.Options options, long done, PrintWriter err) {
    this.arguments = arguments;
    this.options = options;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("pictures")
            .setStyle(ProgressBarStyle.ASCII)
            .setInitialMax(-1)
            .startsFrom(done, Duration.ZERO)
            .showSpeed()
            .setUpdateIntervalMillis((int) INTERVAL.toMillis())
            .setConsumer(new DelegatingProgressBarConsumer(err::println, LINE_WIDTH))
            .build();
    counting.setDaemon(true);
    if (!arguments.contains("-")) {
      counting.start();
    }
  }

  private void count() {
    long[] count = {0};
    try (PictureListing listing =
        new PictureListing(
            arguments,
            options,
            name -> {
              if (ended) {
                throw new CancellationException();
              }
              count[0]++;
              return false;
            })) {
      if (!listing.hasNext()) { // nothing is wanted: all are counted
        bar.maxHint(count[0]);
      }
    } catch (CancellationException e) {
      // The batch has ended before: nobody asks for the number any more.
    } catch (IOException e) {
      bar.setExtraMessage("(not counted: " + e.getMessage() + ")");
    }
  }

  /** Shows how many pictures are done. */
  void done(long pictures) {
    bar.stepTo(pictures);
  }

  @Override
  public void close() {
    ended = true;
    bar.close();
  }
}
