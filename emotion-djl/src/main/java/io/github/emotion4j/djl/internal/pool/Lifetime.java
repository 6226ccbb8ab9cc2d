// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets something with native memory be closed at any time: who uses it keeps it open, closing waits
 * for those who do, and uses after that are refused. Safe to share between threads.
 */
public final class Lifetime {

  private final String owner;
  private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
  private boolean ended;

  /**
   * Work that may throw.
   *
   * @param <R> type of its result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Use<R, E extends Exception> {

    /**
     * Does the work.
     *
     * @return the result
     * @throws E as the work may
     */
    R get() throws E;
  }

  /**
   * Begins a lifetime.
   *
   * @param owner what may be closed, for messages, such as {@code "The face detector"}
   */
  public Lifetime(String owner) {
    this.owner = owner;
  }

  /**
   * Does work during which nothing is freed.
   *
   * @param work what to do
   * @param <R> type of the result
   * @param <E> what the work may throw
   * @return the work's result
   * @throws E as the work does
   * @throws IllegalStateException if it is closed
   */
  public <R, E extends Exception> R use(Use<? extends R, E> work) throws E {
    inUse.readLock().lock();
    try {
      if (ended) {
        throw closed();
      }
      return work.get();
    } finally {
      inUse.readLock().unlock();
    }
  }

  /**
   * Ends the lifetime, once uses in flight have ended. Ending twice is harmless.
   *
   * @param free frees what there is; called once
   * @throws IllegalStateException if the calling thread is within a use, for which it would wait
   */
  public void end(Runnable free) {
    requireNotWithin();
    inUse.writeLock().lock();
    try {
      if (!ended) {
        ended = true;
        free.run();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }

  /**
   * Checks that the calling thread may end the lifetime.
   *
   * @throws IllegalStateException if it is within a use
   */
  void requireNotWithin() {
    if (inUse.getReadHoldCount() > 0) {
      throw closedFromWithin(owner);
    }
  }

  /**
   * Says that somebody closes what he is being served by.
   *
   * @param owner what was to be closed
   * @return what to throw
   */
  public static IllegalStateException closedFromWithin(String owner) {
    return new IllegalStateException(
        "close() of "
            + owner
            + " was called from within a call of it, which it would have to wait for; call it when"
            + " the call has returned, or from another thread");
  }

  /** Says that it is closed. */
  IllegalStateException closed() {
    return new IllegalStateException(owner + " is closed");
  }
}
