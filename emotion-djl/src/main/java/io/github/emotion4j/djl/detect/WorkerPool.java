package io.github.emotion4j.djl.detect;

import io.github.emotion4j.EmotionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/**
 * Lends out native workers that are for one thread each: made when first needed, and never more
 * than the machine has processors. Safe to share between threads.
 */
final class WorkerPool<W> implements AutoCloseable {

  private final GenericObjectPool<W> workers;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();

  /**
   * Makes an empty pool.
   *
   * @param maker makes a worker
   * @param destroyer frees a worker
   */
  WorkerPool(Supplier<W> maker, Consumer<W> destroyer) {
    GenericObjectPoolConfig<W> config = new GenericObjectPoolConfig<>();
    int most = Runtime.getRuntime().availableProcessors();
    config.setMaxTotal(most);
    config.setMaxIdle(most);
    config.setJmxEnabled(false);
    workers = new GenericObjectPool<>(new Factory<>(maker, destroyer), config);
  }

  /**
   * Lends a worker for a piece of work; waits for one to become free.
   *
   * @throws IllegalStateException if the pool is closed
   */
  <R> R with(Function<W, R> work) {
    inUse.readLock().lock();
    try {
      W worker = borrow();
      try {
        return work.apply(worker);
      } finally {
        workers.returnObject(worker);
      }
    } finally {
      inUse.readLock().unlock();
    }
  }

  private W borrow() {
    if (workers.isClosed()) {
      throw new IllegalStateException("The face detector is closed");
    }
    try {
      return workers.borrowObject();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmotionException("Interrupted while waiting for the face detector", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new EmotionException("The face detector can't be set up once more", e);
    }
  }

  /** Frees the workers, once calls in flight have ended. Closing twice is harmless. */
  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      workers.close();
    } finally {
      inUse.writeLock().unlock();
    }
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
