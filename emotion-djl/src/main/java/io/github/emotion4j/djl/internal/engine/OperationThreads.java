// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets by how many processors PyTorch does an operation that one of this SDK's own threads asks
 * for: by several where the machine has nothing else to do, by one everywhere else.
 *
 * <p>PyTorch's helpers (OpenMP) wait for each other by spinning. On idle processors that makes a
 * single small picture faster; beside other work it makes it many times slower, for they spin away
 * the time in which the one they wait for could run. So several are used only by a thread that
 * works alone, once the system's queue of runnable threads had room for them at the end of a few
 * pieces of work; where the system does not tell its queue (all but Linux), never. At the beginning
 * the caller who hands the work over is still awake, and would be taken for other work.
 *
 * <p>While several are used, helpers of PyTorch and OpenCV that still spin are in that queue too.
 * So what ends it is that the working thread itself had to wait for a processor: half of its time
 * beside one busy process, a hundredth where there is none.
 *
 * <p>PyTorch keeps the number for each thread. Setting it also changes the default of threads that
 * begin later, which is put back at once: what else a program does with PyTorch goes on as it was.
 * Where the program has chosen a number, by {@code ai.djl.pytorch.num_threads} or {@code
 * OMP_NUM_THREADS}, that is left alone. The figures are in {@code docs/speed.md}.
 */
public final class OperationThreads {

  /** The networks of this SDK are too small to keep more busy. */
  private static final int MOST = 4;

  /** How much oftener there must have been room than not before it is used, in {@link #calm}. */
  private static final int CALM = 5;

  /** From here two pieces of work in a row that waited end it: one may wait for a compiler. */
  private static final int MOST_CALM = 6;

  /** What a look without room takes away: where every third one has none it is not quiet. */
  private static final int NO_ROOM = 2;

  /** What a piece of work that waited takes away. */
  private static final int WAITING = 3;

  /** The share of its time that a thread which uses several may wait. */
  private static final double MOST_WAITING = 0.2;

  /** Who waits longer in one piece of work does not do so for a compiler, in nanoseconds. */
  private static final long LONG_WAIT = 100_000_000;

  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Pattern RUNNABLE = Pattern.compile("(?:\\S+ ){3}(\\d+)/.*");

  /** Of the calling thread: nanoseconds on processors and in their queues, and how often it ran. */
  private static final Path SCHEDULING = Path.of("/proc/thread-self/schedstat");

  private static final Pattern WAITED = Pattern.compile("\\d+ (\\d+) [1-9]\\d*");

  private static final OperationThreads SHARED =
      new OperationThreads(
          Runtime.getRuntime().availableProcessors(),
          waitedUntilNow() < 0 ? () -> 0 : () -> (int) Math.max(0, read(LOAD, RUNNABLE)));

  /** The number that was set for a thread; 0: none. */
  private static final ThreadLocal<Integer> OWN = ThreadLocal.withInitial(() -> 0);

  private final int processors;
  private final IntSupplier runnable;
  private boolean several;
  private int calm;

  /**
   * Makes a rule.
   *
   * @param processors how many there are
   * @param runnable tells how many threads of all the machine run or could, the calling one
   *     included; 0 where that is unknown
   */
  OperationThreads(int processors, IntSupplier runnable) {
    this.processors = processors;
    this.runnable = runnable;
  }

  /**
   * A piece of work that has begun on one of this SDK's own threads.
   *
   * @param threads by how many processors each operation is done; 0 where that is not decided here
   * @param begun when, as {@link System#nanoTime}
   * @param waited how long its thread had waited for processors until then, in nanoseconds
   */
  public record Work(int threads, long begun, long waited) {

    /**
     * Learns from the machine when it is done. By then the caller who handed it over sleeps.
     *
     * @param working how many of the SDK's threads work, the calling one included
     */
    public void end(int working) {
      if (threads == 1) {
        SHARED.look(working);
      } else if (threads > 1) {
        SHARED.learn(working, System.nanoTime() - begun, waitedUntilNow() - waited);
      }
    }
  }

  /**
   * Prepares the calling thread, one of this SDK's own, for a piece of work. Does nothing before
   * PyTorch is started.
   *
   * @param working how many of the SDK's threads work, this included
   * @return the piece of work, to be ended on the same thread
   */
  public static Work begin(int working) {
    if (!PyTorch.isStarted() || isChosen()) {
      return new Work(0, 0, 0);
    }
    int threads = SHARED.number(working);
    set(threads);
    return threads == 1
        ? new Work(1, 0, 0)
        : new Work(threads, System.nanoTime(), waitedUntilNow());
  }

  private static boolean isChosen() {
    return System.getProperty("ai.djl.pytorch.num_threads") != null
        || System.getenv("OMP_NUM_THREADS") != null;
  }

  /**
   * Decides for a piece of work that begins.
   *
   * @param working how many of the SDK's threads work, the calling one included
   * @return the number of processors for each of its operations, at least 1
   */
  synchronized int number(int working) {
    return working == 1 && several ? most() : 1;
  }

  /**
   * Learns from how the machine is when a piece of work ends that used one processor.
   *
   * @param working how many of the SDK's threads work, the calling one included
   */
  synchronized void look(int working) {
    int running = working == 1 && most() > 1 ? runnable.getAsInt() : 0;
    boolean room = running > 0 && running <= processors - most() + 1;
    becomeCalmer(room ? 1 : -NO_ROOM);
  }

  /**
   * Learns from how a piece of work went that used several.
   *
   * @param working how many of the SDK's threads work, the calling one included
   * @param time it took, in nanoseconds
   * @param waited for how long of it its thread waited for a processor, in nanoseconds
   */
  synchronized void learn(int working, long time, long waited) {
    if (waited > LONG_WAIT) {
      becomeCalmer(-MOST_CALM);
    } else if (waited > MOST_WAITING * time) {
      becomeCalmer(-WAITING);
    } else {
      becomeCalmer(working == 1 ? 1 : -NO_ROOM); // another has begun meanwhile
    }
  }

  private void becomeCalmer(int change) {
    calm = Math.max(0, Math.min(MOST_CALM, calm + change));
    several = calm >= (several ? MOST_CALM - WAITING : CALM);
  }

  private int most() {
    return Math.min(MOST, processors);
  }

  private static void set(int threads) {
    if (OWN.get() == threads) {
      return;
    }
    synchronized (SHARED) {
      int others = onNewThread(JniUtils::getNumThreads);
      JniUtils.getNumThreads(); // a thread takes the default at its first question, and only then
      int number = Math.min(threads, others); // what the program set with PyTorch's own call
      JniUtils.setNumThreads(number);
      OWN.set(threads);
      if (number != others) {
        onNewThread(
            () -> {
              JniUtils.setNumThreads(others);
              return others;
            });
      }
    }
  }

  /** Asks a thread that begins now, which has the default. */
  private static int onNewThread(IntSupplier question) {
    int[] answer = new int[1];
    Thread thread = new Thread(() -> answer[0] = question.getAsInt(), "emotion4j-threads");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Math.max(1, answer[0]);
  }

  private static long waitedUntilNow() {
    return read(SCHEDULING, WAITED);
  }

  /** Returns -1 where the system is not Linux, or does not tell: then one processor is used. */
  private static long read(Path file, Pattern pattern) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      Matcher matcher = pattern.matcher(String.valueOf(lines.readLine()));
      return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
