// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.djl.internal.engine.OperationThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The few threads that do all native work of a detector, however many threads call it: PyTorch
 * keeps helpers, and the C library a heap, for each thread that ever comes. They are started when
 * first needed, do not keep the virtual machine alive, and end when idle. Who waits longest is
 * served first. By how many processors PyTorch does an operation on them, {@link OperationThreads}
 * decides. Safe to share between threads.
 */
public final class TaskPool implements AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  /** How many threads of all pools work. */
  private static final AtomicInteger WORKING = new AtomicInteger();

  /** For work that somebody else bounds; its threads end when idle, as all do. */
  private static final TaskPool UNBOUNDED = new TaskPool(Integer.MAX_VALUE, Duration.ofDays(1));

  private final int most;
  private final Duration maxWait;
  private final Semaphore free;
  private final Deque<ThreadPoolExecutor> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  /**
   * Makes a pool without threads.
   *
   * @param most how many threads there may be, at least 1
   * @param maxWait how long a {@link #call} waits for one of them to become free
   */
  public TaskPool(int most, Duration maxWait) {
    this.most = most;
    this.maxWait = maxWait;
    free = new Semaphore(most, true);
  }

  private ThreadPoolExecutor newThread() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Worker(this, task));
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  /**
   * Does a piece of work on a thread that ends with it. PyTorch gives helpers to each thread that
   * lets it compute, and where there are more of them than processors, all work more slowly: what
   * is done once, such as loading a network, should leave none to a thread that lives on.
   *
   * @param work what to do
   * @param <R> type of the result
   * @return the work's result
   * @throws RuntimeException what the work threw
   */
  public static <R> R callOnce(Supplier<? extends R> work) {
    try (TaskPool pool = new TaskPool(1, Duration.ZERO)) {
      return pool.call(work);
    }
  }

  /**
   * Does a piece of work with PyTorch on a thread of this SDK, whoever calls: on the calling one if
   * it is one. On any other, such as a server's, PyTorch would keep helpers that outlive the call,
   * and wait for them by spinning.
   *
   * @param work what to do; as much at once as calls
   * @param <R> type of the result
   * @return the work's result
   * @throws DetectorBusyException if the calling thread is interrupted before it begins; its flag
   *     stays set
   * @throws RuntimeException what the work threw
   */
  public static <R> R compute(Supplier<? extends R> work) {
    return Thread.currentThread() instanceof Worker ? work.get() : UNBOUNDED.call(work);
  }

  /** Remembers its pool, so that work is told from a call that waits for it. */
  private static final class Worker extends Thread {

    private static final String NAME = "emotion4j-task";

    private final TaskPool pool;

    Worker(TaskPool pool, Runnable task) {
      super(null, task, NAME, 0, false); // inherits nothing from the caller who happens to be first
      this.pool = pool;
      setDaemon(true);
      setContextClassLoader(TaskPool.class.getClassLoader());
    }
  }

  /**
   * Does a piece of work. What a thread of this pool asks for it does itself.
   *
   * @param work what to do
   * @param <R> type of the result
   * @return the work's result; if the calling thread is interrupted meanwhile so is the work, which
   *     may go on to its end all the same, and the flag stays set
   * @throws DetectorBusyException if no thread is free in time
   * @throws AnalysisInterruptedException if the calling thread is interrupted while it waits for
   *     one; its flag stays set
   * @throws IllegalStateException if the pool is closed
   * @throws RuntimeException what the work threw
   */
  public <R> R call(Supplier<? extends R> work) {
    if (isWorking()) {
      return work.get();
    }
    try {
      if (!free.tryAcquire(TimeUnit.NANOSECONDS.convert(maxWait), TimeUnit.NANOSECONDS)) {
        throw new DetectorBusyException(
            "The detector was busy for "
                + maxWait
                + " with as many pictures as may be worked on at once ("
                + most
                + "); allow a longer wait with its builder's maxWait");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException("Interrupted while waiting for the detector", e);
    }
    Task<R> task = begin(work);
    try {
      task.await();
    } catch (InterruptedException e) {
      task.interrupt();
      Thread.currentThread().interrupt();
    }
    return task.result();
  }

  /**
   * Does the same with each of several items, as {@link #map(Stream, Function)} does.
   *
   * @param items what to work on
   * @param work what to do with each; called by several threads at once
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results, in the order of the items
   */
  public <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> work) {
    return map(items.stream(), work);
  }

  /**
   * Does the same with each of several items, as many at a time as there are threads, and returns
   * when all are done. Waits for threads as long as it takes. What a thread of this pool asks for
   * it does itself.
   *
   * @param items what to work on; the calling thread takes one after the other out of the stream,
   *     and while that takes its time no thread of the pool waits for it
   * @param work what to do with each; called by several threads at once
   * @param <T> type of the items
   * @param <R> type of the results
   * @return the results, in the order of the items
   * @throws AnalysisInterruptedException if the calling thread is interrupted meanwhile; its flag
   *     stays set, work that had begun is interrupted and ends first, and its results are lost
   * @throws IllegalStateException if the pool is closed
   * @throws RuntimeException the first, in the order of the items, that the work threw, when the
   *     others are done; or what the stream threw, when the work that had begun has ended
   */
  public <T, R> List<R> map(Stream<T> items, Function<? super T, ? extends R> work) {
    if (isWorking()) {
      return items.<R>map(work).toList();
    }
    List<Task<R>> tasks = new ArrayList<>();
    try {
      Iterator<T> iterator = items.iterator();
      while (iterator.hasNext()) {
        T item = iterator.next();
        free.acquire();
        tasks.add(begin(() -> work.apply(item)));
      }
      for (Task<R> task : tasks) {
        task.await();
      }
    } catch (InterruptedException e) {
      end(tasks);
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException("Interrupted before all was done", e);
    } catch (RuntimeException | Error e) {
      end(tasks);
      throw e;
    }
    return tasks.stream().map(Task::result).toList();
  }

  private static <R> void end(List<Task<R>> tasks) {
    tasks.forEach(Task::interrupt);
    tasks.forEach(task -> task.outcome.handle((result, failure) -> true).join());
  }

  /** Begins work for which a thread is free, and was taken. */
  private <R> Task<R> begin(Supplier<? extends R> work) {
    try {
      if (closed) {
        throw new IllegalStateException("This pool of threads is closed");
      }
      // The last that worked is the first to go on: the helpers of the others can sleep.
      ThreadPoolExecutor last = idle.pollFirst();
      ThreadPoolExecutor thread = last != null ? last : newThread();
      Task<R> task =
          new Task<>(
              work,
              () -> {
                idle.addFirst(thread);
                free.release();
              });
      thread.execute(task);
      return task;
    } catch (RuntimeException | Error e) { // such as: the system has no more threads
      free.release();
      throw e;
    }
  }

  /** A piece of work, and its result. */
  private static final class Task<R> implements Runnable {

    /** Empty once it has begun: who waits for the others must not hold what it worked on. */
    private Optional<Supplier<? extends R>> work;

    private final Runnable whenDone;
    private final CompletableFuture<R> outcome = new CompletableFuture<>();
    private Optional<Thread> worker = Optional.empty();
    private Optional<OperationThreads.Work> operations = Optional.empty();
    private boolean interrupted;

    Task(Supplier<? extends R> work, Runnable whenDone) {
      this.work = Optional.of(work);
      this.whenDone = whenDone;
    }

    @Override
    public void run() {
      try {
        R result = begin().get();
        end();
        outcome.complete(result);
      } catch (Throwable e) {
        end();
        outcome.completeExceptionally(e); // thrown to who asked for the work
      }
      FreedMemory.giveBackIfDue(); // nobody waits for that
    }

    private synchronized Supplier<? extends R> begin() {
      worker = Optional.of(Thread.currentThread());
      operations = Optional.of(OperationThreads.begin(WORKING.incrementAndGet()));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Supplier<? extends R> begun = work.orElseThrow();
      work = Optional.empty();
      return begun;
    }

    /** The thread's flag is cleared by the executor before it goes on with work of others. */
    private synchronized void end() {
      worker = Optional.empty();
      int working = WORKING.getAndDecrement();
      operations.ifPresent(begun -> begun.end(working));
      whenDone.run();
    }

    /** Interrupts the work, never that of others which its thread does afterwards. */
    synchronized void interrupt() {
      interrupted = true;
      worker.ifPresent(Thread::interrupt);
    }

    void await() throws InterruptedException {
      try {
        outcome.get();
      } catch (ExecutionException e) {
        // It has ended: result() throws what the work threw.
      }
    }

    R result() {
      try {
        return outcome.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw withCaller(failure);
        }
        if (e.getCause() instanceof Error failure) {
          throw withCaller(failure);
        }
        throw e;
      }
    }

    /** Lets a failure's trace go on with who asked for the work, as if it had been done there. */
    private static <E extends Throwable> E withCaller(E failure) {
      List<StackTraceElement> trace = new ArrayList<>(List.of(failure.getStackTrace()));
      int begin = 0;
      while (begin < trace.size()
          && !trace.get(begin).getClassName().equals(Task.class.getName())) {
        begin++;
      }
      if (begin < trace.size()) {
        List<StackTraceElement> joined = trace.subList(0, begin);
        StackTraceElement[] caller = new Throwable().getStackTrace();
        joined.addAll(List.of(caller).subList(2, caller.length)); // without this and result()
        failure.setStackTrace(joined.toArray(StackTraceElement[]::new));
      }
      return failure;
    }
  }

  /**
   * Tells whether the calling thread does work of this pool, and so is part of a call already.
   *
   * @return true within {@link #call} and {@link #map}, on the pool's own threads
   */
  public boolean isWorking() {
    return Thread.currentThread() instanceof Worker worker && worker.pool == this;
  }

  /** Returns about how many calls wait for a thread. */
  int waiting() {
    return free.getQueueLength();
  }

  /**
   * Lets the threads end, once they have done what they began; work asked for from now on is
   * refused. Closing twice is harmless.
   */
  @Override
  public void close() {
    closed = true;
    idle.forEach(ThreadPoolExecutor::shutdown);
  }
}
