// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets pictures be decoded only as far as there is memory for them: each takes its share of a bound
 * before it is decoded, and gives it back when its pixels are no longer needed. First come, first
 * served, so that a large picture has its turn too. One that needs more than the bound is decoded
 * alone. Safe to share between threads.
 */
final class DecodingMemory {

  /** What all decoders share unless told otherwise: half of what the heap can become. */
  static final DecodingMemory OF_MACHINE =
      new DecodingMemory(Math.max(1, Runtime.getRuntime().maxMemory() / 2));

  private final long bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private long taken;

  /**
   * Makes a bound of its own.
   *
   * @param bound in bytes, positive
   */
  DecodingMemory(long bound) {
    this.bound = bound;
  }

  /** A part of the memory, given back by closing it; closing it twice is harmless. */
  final class Share implements AutoCloseable {
    private long bytes;

    private Share(long bytes) {
      this.bytes = bytes;
    }

    /** Gives back all but the given bytes. */
    void shrinkTo(long needed) {
      lock.lock();
      try {
        long kept = Math.min(bytes, needed);
        taken -= bytes - kept;
        bytes = kept;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      shrinkTo(0);
    }
  }

  /**
   * Waits for memory.
   *
   * @param name of the picture, for messages
   * @param bytes how much it needs
   * @param maxWait how long to wait at most
   * @return the share, to be closed
   * @throws DetectorBusyException if there is not enough in time
   * @throws AnalysisInterruptedException if the thread is interrupted; its flag stays set
   */
  Share take(String name, long bytes, Duration maxWait) {
    long left = TimeUnit.NANOSECONDS.convert(maxWait);
    Object turn = new Object();
    lock.lock();
    try {
      waiting.addLast(turn);
      while (waiting.peekFirst() != turn || (taken > 0 && taken + bytes > bound)) {
        if (left <= 0) {
          throw busy(name, bytes, maxWait);
        }
        left = changed.awaitNanos(left);
      }
      taken += bytes;
      return new Share(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException(
          "Interrupted while the picture " + name + " waited for memory", e);
    } finally {
      waiting.remove(turn);
      changed.signalAll();
      lock.unlock();
    }
  }

  private DetectorBusyException busy(String name, long bytes, Duration maxWait) {
    return new DetectorBusyException(
        "The picture "
            + name
            + " needs "
            + (bytes >> 20)
            + " MiB to be decoded, and waited "
            + maxWait
            + " for others that have taken "
            + (taken >> 20)
            + " of "
            + (bound >> 20)
            + " MiB; decode fewer at once, raise -Xmx, or set maxMemory or maxWait of"
            + " ImageDecoder.Builder");
  }
}
