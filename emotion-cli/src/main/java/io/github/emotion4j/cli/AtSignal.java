// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends what a command does at a signal (Ctrl-C, SIGTERM), and lets it leave things in order before
 * the program ends, whose exit code is then 128 and the signal's number: 130 or 143.
 */
final class AtSignal {

  private static final Duration LAST_WORDS = Duration.ofMinutes(2);

  private AtSignal() {}

  /**
   * Does something that a signal ends.
   *
   * @param end makes it end soon; called by another thread
   * @param work what is done
   * @return what the work gives
   */
  static <T> T end(Runnable end, Supplier<T> work) {
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> endEarly(end, done), "emotion4j-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      done.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The program is ending: the hook runs, and has been told.
      }
    }
  }

  private static void endEarly(Runnable end, CountDownLatch done) {
    end.run();
    try {
      if (!done.await(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("What was being done could not be ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
