package io.github.emotion4j.djl.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectorBusyException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskPoolTest {

  private final TaskPool pool = new TaskPool(2);

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
  void aSingleItemIsWorkedOnByTheCaller() {
    assertThat(pool.map(List.of("a"), item -> Thread.currentThread()))
        .containsExactly(Thread.currentThread());
  }

  @Test
  void aPoolOfOneThreadLeavesTheWorkToTheCaller() {
    try (TaskPool single = new TaskPool(1)) {
      assertThat(single.map(List.of("a", "b"), item -> Thread.currentThread()))
          .containsOnly(Thread.currentThread());
    }
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
    try (TaskPool other = new TaskPool(2)) {
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
                                  begun.countDown();
                                  await(release);
                                  return finished.incrementAndGet();
                                }))
                    .isInstanceOf(DetectorBusyException.class)
                    .hasMessageContaining("Interrupted");
                flags.set(Thread.interrupted() ? 1 : 0);
              });
      begun.await();
      callers.shutdownNow();
      // The interrupt is taken note of before the work under way is let go on.
      Thread.sleep(200);
      release.countDown();
      call.get();

      assertThat(flags).hasValue(1);
      assertThat(finished).hasValue(2);
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
}
