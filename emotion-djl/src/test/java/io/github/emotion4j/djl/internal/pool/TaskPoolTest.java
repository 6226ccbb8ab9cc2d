// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskPoolTest {

  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final TaskPool pool = new TaskPool(2, MAX_WAIT);

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void resultsComeInTheOrderOfTheItems() {
    List<Integer> items = IntStream.range(0, 100).boxed().toList();

    assertThat(pool.map(items, item -> 2 * item))
        .isEqualTo(items.stream().map(item -> 2 * item).toList());
  }

  @Test
  void nothingHasNoResults() {
    assertThat(pool.map(List.of(), Function.identity())).isEmpty();
  }

  @Test
  void asManyItemsAsThereAreThreadsAreWorkedOnAtOnce() {
    CyclicBarrier both = new CyclicBarrier(2);

    assertThat(pool.map(List.of("a", "b"), item -> arriveAt(both))).hasSize(2);
  }

  private static int arriveAt(CyclicBarrier barrier) {
    try {
      return barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noMoreItemsThanThereAreThreadsAreWorkedOnAtOnce() {
    AtomicInteger working = new AtomicInteger();

    List<Integer> seen =
        pool.map(
            IntStream.range(0, 200).boxed().toList(),
            item -> {
              int now = working.incrementAndGet();
              Thread.onSpinWait();
              working.decrementAndGet();
              return now;
            });

    assertThat(seen).allMatch(now -> now <= 2);
  }

  @Test
  void allWorkIsDoneByAsManyThreadsAsThereMayBeWhoeverCalls() throws Exception {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    CyclicBarrier both = new CyclicBarrier(2);
    pool.map(List.of("a", "b"), item -> workers.add(Thread.currentThread()) ? arriveAt(both) : -1);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(callers.submit(() -> pool.call(() -> workers.add(Thread.currentThread()))));
      }
      for (Future<Boolean> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdown();
    }

    assertThat(workers).hasSize(2);
  }

  @Test
  void aCallerWhoIsAloneIsServedByOneThread() {
    Set<Thread> workers = new HashSet<>();
    pool.map(List.of(1, 2, 3, 4), Function.identity());
    for (int i = 0; i < 50; i++) {
      workers.add(pool.call(Thread::currentThread));
    }

    assertThat(workers).hasSize(1);
  }

  @Test
  void aSingleItemIsWorkedOnByItsThreadsToo() {
    assertThat(pool.map(List.of("a"), item -> pool.isWorking())).containsExactly(true);
  }

  @Test
  void itsThreadsInheritNothingFromTheCaller() {
    InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    local.set("of the caller");

    assertThat(pool.call(() -> String.valueOf(local.get()))).isEqualTo("null");
  }

  @Test
  void aCallWaitsForAFreeThreadNoLongerThanSet() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try (TaskPool single = new TaskPool(1, Duration.ofMillis(50))) {
      Future<?> first = callers.submit(() -> single.call(() -> awaitAfter(begun, release)));
      begun.await();

      assertThatThrownBy(() -> single.call(() -> "never"))
          .isExactlyInstanceOf(DetectorBusyException.class)
          .hasMessageContaining("PT0.05S")
          .hasMessageContaining("maxWait");

      release.countDown();
      first.get();
      assertThat(single.<String>call(() -> "again")).isEqualTo("again");
    } finally {
      release.countDown();
      callers.shutdown();
    }
  }

  private static boolean awaitAfter(CountDownLatch begun, CountDownLatch release) {
    begun.countDown();
    await(release);
    return true;
  }

  @Test
  void aWaitForAFreeThreadEndsWithAnInterruptAndKeepsTheFlag() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try (TaskPool single = new TaskPool(1, MAX_WAIT)) {
      Future<?> first = callers.submit(() -> single.call(() -> awaitAfter(begun, release)));
      begun.await();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> single.call(() -> "never"))
          .isExactlyInstanceOf(AnalysisInterruptedException.class)
          .hasMessageContaining("Interrupted");
      assertThat(Thread.interrupted()).isTrue();

      release.countDown();
      first.get();
    } finally {
      release.countDown();
      callers.shutdown();
    }
  }

  @Test
  void anInterruptOfTheCallerReachesTheWorkAndNoOther() {
    Thread caller = Thread.currentThread();
    CountDownLatch never = new CountDownLatch(1);

    assertThatThrownBy(
            () ->
                pool.call(
                    () -> {
                      caller.interrupt();
                      await(never);
                      return "never";
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pool.map(List.of(1, 2, 3, 4), item -> Thread.currentThread().isInterrupted()))
        .containsOnly(false);
  }

  @Test
  void whoWaitsLongestIsServedFirst() throws Exception {
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (TaskPool single = new TaskPool(1, MAX_WAIT)) {
      List<Future<?>> calls = new ArrayList<>();
      calls.add(callers.submit(() -> single.call(() -> awaitAfter(begun, release))));
      begun.await();
      for (int number = 1; number <= 3; number++) {
        int waiting = number;
        calls.add(callers.submit(() -> single.call(() -> served.add(waiting))));
        while (single.waiting() < waiting) {
          Thread.onSpinWait();
        }
      }
      release.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      release.countDown();
      callers.shutdown();
    }

    assertThat(served).containsExactly(1, 2, 3);
  }

  @Test
  void workDoneOnceIsDoneByAThreadThatEndsWithIt() throws Exception {
    Thread thread = TaskPool.callOnce(Thread::currentThread);

    assertThat(thread).isNotEqualTo(Thread.currentThread());
    thread.join();
  }

  @Test
  void aFailureTellsWhereTheWorkFailedAndWhoAskedForIt() {
    assertThatThrownBy(
            () ->
                pool.call(
                    () -> {
                      throw new IllegalArgumentException("bad");
                    }))
        .extracting(failure -> List.of(failure.getStackTrace()), list(StackTraceElement.class))
        .extracting(StackTraceElement::getMethodName)
        .containsSubsequence("call", "aFailureTellsWhereTheWorkFailedAndWhoAskedForIt")
        .first(STRING)
        .startsWith("lambda$aFailureTellsWhereTheWorkFailedAndWhoAskedForIt$");
  }

  @Test
  void workThatAsksForMoreWorkDoesItItself() {
    List<Integer> sums =
        pool.map(
            List.of(1, 2, 3),
            item ->
                pool.map(List.of(item, 10), Function.identity()).stream()
                    .mapToInt(Integer::intValue)
                    .sum());

    assertThat(sums).containsExactly(11, 12, 13);
  }

  @Test
  void onlyItsOwnThreadsDoItsWork() {
    try (TaskPool other = new TaskPool(2, MAX_WAIT)) {
      assertThat(pool.isWorking()).isFalse();
      assertThat(pool.map(List.of("a", "b"), item -> pool.isWorking())).containsOnly(true);
      assertThat(pool.map(List.of("a", "b"), item -> other.isWorking())).containsOnly(false);
    }
  }

  @Test
  void aFailureIsThrownWhenTheOthersAreDone() {
    AtomicInteger done = new AtomicInteger();

    assertThatThrownBy(
            () ->
                pool.map(
                    IntStream.range(0, 20).boxed().toList(),
                    item -> {
                      if (item == 3 || item == 7) {
                        throw new IllegalArgumentException("item " + item);
                      }
                      return done.incrementAndGet();
                    }))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("item 3");
    assertThat(done).hasValue(18);
  }

  @Test
  void anErrorIsThrownAsItIs() {
    assertThatThrownBy(
            () ->
                pool.map(
                    List.of("a", "b"),
                    item -> {
                      throw new StackOverflowError("too deep");
                    }))
        .isExactlyInstanceOf(StackOverflowError.class);
  }

  @Test
  void anInterruptedCallBeginsNoMoreWorkAndKeepsTheFlag() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begunInAll = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    ExecutorService callers = Executors.newSingleThreadExecutor();
    try {
      AtomicInteger flags = new AtomicInteger();
      Future<?> call =
          callers.submit(
              () -> {
                assertThatThrownBy(
                        () ->
                            pool.map(
                                IntStream.range(0, 50).boxed().toList(),
                                item -> {
                                  begunInAll.incrementAndGet();
                                  begun.countDown();
                                  await(release);
                                  return finished.incrementAndGet();
                                }))
                    .isInstanceOf(AnalysisInterruptedException.class)
                    .hasMessageContaining("Interrupted");
                flags.set(Thread.interrupted() ? 1 : 0);
              });
      begun.await();
      callers.shutdownNow();
      call.get();

      assertThat(flags).hasValue(1);
      assertThat(finished).hasValue(0);
      assertThat(begunInAll).hasValue(2);
    } finally {
      release.countDown();
      callers.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void itsThreadsDoNotKeepTheMachineAlive() {
    assertThat(pool.map(List.of("a", "b"), item -> Thread.currentThread().isDaemon()))
        .containsOnly(true);
  }

  @Test
  void aClosedPoolRefusesWorkHoweverOften() {
    pool.call(() -> "used");
    pool.close();

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> pool.call(() -> "never"))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  void theCallerTakesTheItemsAndHoldsNoThreadMeanwhile() {
    Set<Thread> takers = new HashSet<>();
    List<String> results =
        pool.map(
            Stream.of("a", "b", "c", "d")
                .map(
                    item -> {
                      takers.add(Thread.currentThread());
                      return pool.call(() -> item) + pool.call(() -> "!");
                    }),
            Function.identity());

    assertThat(results).containsExactly("a!", "b!", "c!", "d!");
    assertThat(takers).containsExactly(Thread.currentThread());
  }

  @Test
  void whatTheItemsThrowIsThrownWhenTheWorkThatHadBegunHasEnded() {
    AtomicInteger ended = new AtomicInteger();
    Stream<Integer> items =
        Stream.of(1, 2, 3)
            .map(
                item -> {
                  if (item == 3) {
                    throw new IllegalArgumentException("bad item");
                  }
                  return item;
                });

    assertThatThrownBy(() -> pool.map(items, item -> ended.incrementAndGet()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad item");
    assertThat(ended).hasValue(2);
  }

  @Test
  void whatWasWorkedOnIsNotHeldUntilAllIsDone() {
    List<WeakReference<byte[]>> items = new ArrayList<>();
    Stream<byte[]> stream =
        IntStream.range(0, 4)
            .mapToObj(
                i -> {
                  if (i == 3) { // the third may still be worked on
                    awaitCollectionOf(items.get(0));
                  }
                  byte[] item = new byte[1 << 20];
                  items.add(new WeakReference<>(item));
                  return item;
                });

    assertThat(pool.map(stream, item -> item.length)).hasSize(4);
    assertThat(items.get(0).get()).isNull();
  }

  private static void awaitCollectionOf(WeakReference<byte[]> item) {
    for (int i = 0; i < 100 && item.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  @Test
  void computingIsDoneByAThreadOfThisSdkAndByTheSameWithin() {
    Thread outer = TaskPool.compute(Thread::currentThread);

    assertThat(outer).isNotEqualTo(Thread.currentThread());
    assertThat(
            pool.<Boolean>call(
                () -> TaskPool.compute(Thread::currentThread) == Thread.currentThread()))
        .isTrue();
  }
}
