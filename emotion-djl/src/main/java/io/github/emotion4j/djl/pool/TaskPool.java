package io.github.emotion4j.djl.pool;

import io.github.emotion4j.DetectorBusyException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Threads that do the parts of a call at once. They are started when first needed, do not keep the
 * virtual machine alive, and end when idle. Safe to share between threads.
 */
public final class TaskPool implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final int most;
  private final ThreadPoolExecutor threads;

  /**
   * Makes a pool without threads.
   *
   * @param most how many threads there may be, at least 1
   */
  public TaskPool(int most) {
    this.most = most;
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Worker(this, task));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Remembers its pool, so that work is told from a call that waits for it. */
  private static final class Worker extends Thread {

    private final TaskPool pool;

    Worker(TaskPool pool, Runnable task) {
      super(task, "emotion4j-task");
      this.pool = pool;
      setDaemon(true);
    }
  }

  /**
   * Does the same with each of several items, as many at a time as there are threads, and returns
   * when all are done. One item, and whatever a thread of this pool asks for, is done by the
   * calling thread.
   *
   * @param items what to work on
   * @param work what to do with each; called by several threads at once
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results, in the order of the items
   * @throws DetectorBusyException if the calling thread is interrupted meanwhile; its flag stays
   *     set, work that had begun is finished first, and its results are lost
   * @throws RuntimeException the first, in the order of the items, that the work threw; thrown when
   *     the others are done
   */
  public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> work) {
    if (items.size() < 2 || most == 1 || isWorking()) {
      return items.stream().<R>map(work).toList();
    }
    AtomicBoolean interrupted = new AtomicBoolean();
    List<CompletableFuture<R>> tasks =
        items.stream()
            .map(
                item ->
                    CompletableFuture.<R>supplyAsync(
                        () -> {
                          if (interrupted.get()) {
                            throw new CancellationException("interrupted");
                          }
                          return work.apply(item);
                        },
                        threads))
            .toList();
    CompletableFuture<Void> all = CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new));
    try {
      all.get();
    } catch (InterruptedException e) {
      interrupted.set(true);
      all.handle((done, failure) -> failure).join();
      Thread.currentThread().interrupt();
      throw new DetectorBusyException("Interrupted before all was done", e);
    } catch (ExecutionException e) {
      // What failed is found below, in order.
    }
    return tasks.stream().map(TaskPool::result).toList();
  }

  private static <R> R result(CompletableFuture<R> task) {
    try {
      return task.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  /**
   * Tells whether the calling thread does work of this pool, and so is part of a call already.
   *
   * @return true within {@link #map(List, Function)}, on the pool's own threads
   */
  public boolean isWorking() {
    return Thread.currentThread() instanceof Worker worker && worker.pool == this;
  }

  /** Lets the threads end. Closing twice is harmless. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
