// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import com.sun.jna.Function;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory that native code has freed back to the system, once a minute while there is work.
 * The GNU C library keeps it, for each thread that ever asked for some, and of pictures of many
 * sizes it keeps ever more: a batch grew by 144 MiB in eight minutes. Where there is another C
 * library nothing is done. Safe to share between threads.
 */
final class FreedMemory {

  private static final Logger log = LoggerFactory.getLogger(FreedMemory.class);

  private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

  private static final FreedMemory SHARED = new FreedMemory(System.nanoTime());

  private final AtomicLong last;

  /**
   * Begins to count.
   *
   * @param begin as {@link System#nanoTime}
   */
  FreedMemory(long begin) {
    this.last = new AtomicLong(begin);
  }

  /** Gives back what is free, if that was not done for a minute; takes some milliseconds then. */
  static void giveBackIfDue() {
    if (SHARED.isDue(System.nanoTime())) {
      giveBack();
    }
  }

  /**
   * Tells whether a minute has passed, to one caller each time.
   *
   * @param now as {@link System#nanoTime}
   */
  boolean isDue(long now) {
    long before = last.get();
    return now - before >= INTERVAL && last.compareAndSet(before, now);
  }

  /** Gives back what is free, of all threads. */
  static void giveBack() {
    if (System.getProperty("os.name").startsWith("Linux")) {
      try {
        Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {0L});
      } catch (LinkageError e) {
        log.debug("The C library does not give memory back: {}", e.toString());
      }
    }
  }
}
