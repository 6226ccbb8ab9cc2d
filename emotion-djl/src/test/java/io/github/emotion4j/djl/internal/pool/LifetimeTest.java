// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifetimeTest {

  private final Lifetime lifetime = new Lifetime("The thing");
  private final AtomicInteger freed = new AtomicInteger();

  @Test
  void usesAfterItsEndAreRefused() {
    lifetime.end(freed::incrementAndGet);

    assertThatThrownBy(() -> lifetime.use(() -> "never"))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("The thing is closed");
  }

  @Test
  void endingTwiceFreesOnce() {
    lifetime.end(freed::incrementAndGet);
    lifetime.end(freed::incrementAndGet);

    assertThat(freed).hasValue(1);
  }

  @Test
  void endingWaitsForAUseInFlight() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Integer> use =
          threads.submit(
              () ->
                  lifetime.<Integer, InterruptedException>use(
                      () -> {
                        begun.countDown();
                        release.await();
                        return freed.get();
                      }));
      begun.await();
      Future<?> ending = threads.submit(() -> lifetime.end(freed::incrementAndGet));

      assertThatThrownBy(() -> ending.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      release.countDown();

      assertThat(use.get()).isZero();
      ending.get();
      assertThat(freed).hasValue(1);
    } finally {
      release.countDown();
      threads.shutdown();
    }
  }

  @Test
  void endingFromWithinAUseFailsInsteadOfWaitingForItself() {
    assertThatThrownBy(
            () ->
                lifetime.use(
                    () -> {
                      lifetime.end(freed::incrementAndGet);
                      return "never";
                    }))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("The thing", "from within a call");
    assertThat(freed).hasValue(0);
  }
}
