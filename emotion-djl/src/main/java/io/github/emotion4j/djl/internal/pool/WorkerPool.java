// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * Lends out native workers that are for one thread each, such as DJL's predictors and OpenCV's
 * networks: made when first needed, and never more than a set number. Safe to share between
 * threads.
 *
 * @param <W> the workers' type
 */
public final class WorkerPool<W> implements AutoCloseable {

  /** How long a call waits for a worker unless set otherwise. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final String owner;
  private final GenericObjectPool<W> workers;
  private final Lifetime lifetime;

  /**
   * Work that may throw.
   *
   * @param <W> type of what does the work
   * @param <R> type of its result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Work<W, R, E extends Exception> {

    /**
     * Does the work.
     *
     * @param worker used by nobody else meanwhile
     * @return the result
     * @throws E as the work may
     */
    R with(W worker) throws E;
  }

  /**
   * Makes an empty pool.
   *
   * @param owner whose workers these are, for messages, such as {@code "The face detector"}
   * @param most how many workers there may be, at least 1
   * @param maxWait how long a call waits for one
   * @param maker makes a worker
   * @param destroyer frees a worker
   */
  public WorkerPool(
      String owner, int most, Duration maxWait, Supplier<W> maker, Consumer<W> destroyer) {
    this.owner = owner;
    lifetime = new Lifetime(owner);
    GenericObjectPoolConfig<W> config = new GenericObjectPoolConfig<>();
    config.setMaxTotal(most);
    config.setMaxIdle(most);
    config.setMaxWait(maxWait);
    config.setJmxEnabled(false);
    workers = new GenericObjectPool<>(new Factory<>(maker, destroyer), config);
  }

  /**
   * Lends a worker for a piece of work; waits for one to become free.
   *
   * @param work what to do; it must not close the pool
   * @param <R> type of the result
   * @param <E> what the work may throw
   * @return the work's result
   * @throws E as the work does
   * @throws DetectorBusyException if no worker is free in time
   * @throws AnalysisInterruptedException if the thread is interrupted meanwhile; its flag stays set
   * @throws IllegalStateException if the pool is closed
   */
  public <R, E extends Exception> R lend(Work<? super W, ? extends R, E> work) throws E {
    return lifetime.<R, E>use(
        () -> {
          W worker = borrow();
          try {
            return work.with(worker);
          } finally {
            workers.returnObject(worker);
          }
        });
  }

  private W borrow() {
    try {
      return workers.borrowObject();
    } catch (InterruptedException e) {
      // Closing the pool interrupts those who wait for it.
      if (workers.isClosed()) {
        throw lifetime.closed();
      }
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException("Interrupted while waiting for " + owner, e);
    } catch (NoSuchElementException e) {
      throw new DetectorBusyException(
          owner
              + " was busy for "
              + workers.getMaxWaitDuration()
              + " with as many calls as may run at once ("
              + workers.getMaxTotal()
              + "); allow a longer wait with its builder's maxWait",
          e);
    } catch (RuntimeException e) {
      if (workers.isClosed()) {
        throw lifetime.closed();
      }
      throw e;
    } catch (Exception e) {
      throw new EmotionException(owner + " can't be set up once more", e);
    }
  }

  /**
   * Frees the workers, once calls in flight have ended; calls that still wait for a worker fail.
   * Closing twice is harmless.
   *
   * @throws IllegalStateException if the calling thread does work with one of them
   */
  @Override
  public void close() {
    lifetime.requireNotWithin();
    workers.close();
    lifetime.end(() -> {}); // waits for those in flight, whose workers are freed as they return
  }

  private static final class Factory<W> extends BasePooledObjectFactory<W> {

    private final Supplier<W> maker;
    private final Consumer<W> destroyer;

    Factory(Supplier<W> maker, Consumer<W> destroyer) {
      this.maker = maker;
      this.destroyer = destroyer;
    }

    @Override
    public W create() {
      return maker.get();
    }

    @Override
    public PooledObject<W> wrap(W worker) {
      return new DefaultPooledObject<>(worker);
    }

    @Override
    public void destroyObject(PooledObject<W> pooled) {
      destroyer.accept(pooled.getObject());
    }
  }
}
