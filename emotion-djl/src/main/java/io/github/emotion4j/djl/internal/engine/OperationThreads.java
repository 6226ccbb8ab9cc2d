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
 * <p>PyTorch keeps the number for each thread. Setting it also changes the default of threads that
 * begin later, which is put back at once: what else a program does with PyTorch goes on as it was.
 * Where the program has chosen a number, by {@code ai.djl.pytorch.num_threads} or {@code
 * OMP_NUM_THREADS}, that is left alone. The figures are in {@code docs/speed.md}.
 */
public final class OperationThreads {

  /** The networks of this SDK are too small to keep more busy. */
  private static final int MOST = 4;

  /** How much oftener there must have been room than not before it is used. */
  private static final int CALM = 5;

  /**
   * From here two looks in a row without room end it: one may be a compiler at work for a moment.
   */
  private static final int MOST_CALM = 6;

  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Pattern RUNNABLE = Pattern.compile("(\\S+ ){3}(\\d+)/.*");

  private static final OperationThreads SHARED =
      new OperationThreads(
          Runtime.getRuntime().availableProcessors(), OperationThreads::runnableThreads);

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
   * Prepares the calling thread, one of this SDK's own, for a piece of work. Does nothing before
   * PyTorch is started.
   *
   * @param working how many of the SDK's threads work, this included
   */
  public static void prepare(int working) {
    if (PyTorch.isStarted() && !isChosen()) {
      set(SHARED.number(working));
    }
  }

  /**
   * Looks at what else the machine does, when a piece of work of the calling thread is done: by
   * then the caller who handed it over sleeps.
   *
   * @param working how many of the SDK's threads work, this included
   */
  public static void observe(int working) {
    if (PyTorch.isStarted() && !isChosen()) {
      SHARED.look(working);
    }
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
   * Learns from how the machine is when a piece of work ends.
   *
   * @param working how many of the SDK's threads work, the calling one included
   */
  synchronized void look(int working) {
    // Helpers that have just worked still spin, and are among the runnable ones.
    int room = several ? processors : processors - most() + 1;
    int running = working == 1 && most() > 1 ? runnable.getAsInt() : 0;
    boolean quiet = running > 0 && running <= room;
    calm = quiet ? Math.min(MOST_CALM, calm + 1) : Math.max(0, calm - MOST_CALM / 2);
    several = calm >= (several ? MOST_CALM / 2 : CALM);
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

  private static int runnableThreads() {
    try (BufferedReader load = Files.newBufferedReader(LOAD)) {
      Matcher matcher = RUNNABLE.matcher(String.valueOf(load.readLine()));
      return matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
    } catch (IOException e) {
      return 0; // not Linux, or it does not tell: then one processor does each operation
    }
  }
}
