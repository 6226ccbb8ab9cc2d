// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger made = new AtomicInteger();
  private final List<Integer> freed = new ArrayList<>();

  @AfterEach
  void releaseWhoStillWorks() {
    release.countDown();
    threads.shutdown();
  }

  private WorkerPool<Integer> pool(int most, Duration maxWait) {
    return new WorkerPool<>("The face detector", most, maxWait, made::incrementAndGet, freed::add);
  }

  private static int lend(WorkerPool<Integer> pool) {
    return pool.lend(worker -> worker);
  }

  private Future<Integer> workSlowly(WorkerPool<Integer> pool) throws InterruptedException {
    Future<Integer> slow =
        threads.submit(
            () ->
                pool.lend(
                    worker -> {
                      working.countDown();
                      release.await();
                      return worker;
                    }));
    working.await();
    return slow;
  }

  @Test
  void aWorkerIsUsedAgain() {
    try (WorkerPool<Integer> pool = pool(2, LONG)) {
      assertThat(lend(pool)).isEqualTo(1);
      assertThat(lend(pool)).isEqualTo(1);
    }
    assertThat(freed).containsExactly(1);
  }

  @Test
  void twoAtOnceGetDifferentWorkers() throws Exception {
    try (WorkerPool<Integer> pool = pool(2, LONG)) {
      Future<Integer> slow = workSlowly(pool);
      assertThat(lend(pool)).isEqualTo(2);
      release.countDown();
      assertThat(slow.get()).isEqualTo(1);
    }
    assertThat(freed).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void whoWaitsTooLongIsToldWhatToDo() throws Exception {
    try (WorkerPool<Integer> pool = pool(1, Duration.ofMillis(1))) {
      Future<Integer> slow = workSlowly(pool);
      assertThatThrownBy(() -> lend(pool))
          .isInstanceOf(DetectorBusyException.class)
          .hasMessageContainingAll("The face detector", "PT0.001S", "maxWait");
      release.countDown();
      assertThat(slow.get()).isEqualTo(1);
    }
  }

  @Test
  void closingWaitsForWorkInFlight() throws Exception {
    WorkerPool<Integer> pool = pool(1, LONG);
    Future<Integer> slow = workSlowly(pool);
    Future<?> closing = threads.submit(pool::close);
    assertThat(freed).isEmpty();
    release.countDown();
    closing.get();
    assertThat(slow.get()).isEqualTo(1);
    assertThat(freed).containsExactly(1);
  }

  @Test
  void closingEndsTheWaitOfOthers() throws Exception {
    WorkerPool<Integer> pool = pool(1, LONG);
    Future<Integer> slow = workSlowly(pool);
    CountDownLatch asked = new CountDownLatch(1);
    Future<?> waiter =
        threads.submit(
            () -> {
              asked.countDown();
              assertThatThrownBy(() -> lend(pool))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessage("The face detector is closed");
            });
    asked.await();
    Future<?> closing = threads.submit(pool::close);
    waiter.get();
    release.countDown();
    closing.get();
    assertThat(slow.get()).isEqualTo(1);
  }

  @Test
  void aClosedPoolLendsNothing() {
    WorkerPool<Integer> pool = pool(1, LONG);
    pool.close();
    pool.close();
    assertThatThrownBy(() -> lend(pool))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The face detector is closed");
  }

  @Test
  void aWorkerThatFailedIsLentAgain() {
    try (WorkerPool<Integer> pool = pool(1, LONG)) {
      assertThatThrownBy(
              () ->
                  pool.lend(
                      worker -> {
                        throw new ModelException("broken picture");
                      }))
          .isInstanceOf(ModelException.class);
      assertThat(lend(pool)).isEqualTo(1);
    }
  }
}
