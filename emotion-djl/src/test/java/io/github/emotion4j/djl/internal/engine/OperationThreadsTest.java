// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.jni.JniUtils;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationThreadsTest {

  private final AtomicInteger running = new AtomicInteger(1);

  private OperationThreads on(int processors) {
    return new OperationThreads(processors, running::get);
  }

  private static int after(OperationThreads threads, int works) {
    IntStream.range(0, works).forEach(i -> threads.look(1));
    return threads.number(1);
  }

  @ParameterizedTest(name = "{0} processors")
  @CsvSource({"1, 1", "2, 2", "3, 3", "4, 4", "16, 4"})
  void whoWorksAloneOnAQuietMachineMayUseAFewProcessors(int processors, int expected) {
    assertThat(after(on(processors), 10)).isEqualTo(expected);
  }

  @Test
  void theMachineMustBeQuietForAWhile() {
    OperationThreads threads = on(2);

    assertThat(after(threads, 4)).isEqualTo(1);
    assertThat(after(threads, 1)).isEqualTo(2);
  }

  @Test
  void whoWorksBesideAnotherUsesOne() {
    OperationThreads threads = on(2);
    after(threads, 10);

    assertThat(threads.number(2)).isEqualTo(1);
  }

  @Test
  void whoEndsBesideAnotherIsNoSignOfAQuietMachine() {
    OperationThreads threads = on(2);
    IntStream.range(0, 20).forEach(i -> threads.look(2));

    assertThat(threads.number(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void onABusyMachineItIsOne(int runnable) {
    running.set(runnable);

    assertThat(after(on(2), 20)).isEqualTo(1);
  }

  private static OperationThreads onTwoQuietProcessors() {
    OperationThreads threads = new OperationThreads(2, () -> 1);
    after(threads, 10);
    return threads;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "who waits for no processor goes on with several,       10, 1,   5,   0.9, 2",
    "waiting for a compiler for a moment is no reason,       1, 1,  12,   6,   2",
    "that another begins meanwhile twice in a row ends it,   2, 2,   5,   0,   1",
    "waiting twice in a row ends it,                         2, 1,  12,   6,   1",
    "waiting long ends it at once,                           1, 1, 400, 200,   1",
  })
  void howPiecesOfWorkWentDecidesWhetherSeveralAreKept(
      String rule, int pieces, int working, double time, double waited, int expected) {
    OperationThreads threads = onTwoQuietProcessors();
    IntStream.range(0, pieces)
        .forEach(i -> threads.learn(working, (long) (1e6 * time), (long) (1e6 * waited)));

    assertThat(threads.number(1)).as(rule).isEqualTo(expected);
  }

  @Test
  void onceEndedTheMachineMustBeQuietForAWhileAgain() {
    OperationThreads threads = onTwoQuietProcessors();
    threads.learn(1, 400_000_000, 200_000_000);

    assertThat(after(threads, 4)).isEqualTo(1);
    assertThat(after(threads, 1)).isEqualTo(2);
  }

  @Test
  void aMachineThatIsBusyEveryThirdTimeIsNotQuiet() {
    OperationThreads threads = on(2);

    for (int i = 1; i <= 100; i++) {
      running.set(i % 3 == 0 ? 2 : 1);
      assertThat(after(threads, 1)).isEqualTo(1);
    }
  }

  @Test
  void whereTheSystemDoesNotTellItIsOne() {
    running.set(0);

    assertThat(after(on(8), 20)).isEqualTo(1);
  }

  @Test
  void anOwnThreadThatBeginsUsesOneAndOthersWhatTheyUsedBefore() throws Exception {
    assumeTrue(System.getenv("OMP_NUM_THREADS") == null, "skipped: OMP_NUM_THREADS is set");
    PyTorch.require();
    int before = onNewThread();
    try (TaskPool pool = new TaskPool(1, Duration.ofSeconds(30));
        TaskPool other = new TaskPool(1, Duration.ofSeconds(30))) {
      // Beside work of another thread: alone it may use several, where the machine has been quiet.
      int own = other.call(() -> pool.<Integer>call(JniUtils::getNumThreads));
      assertThat(own).isEqualTo(1);
      assertThat(onNewThread()).isEqualTo(before);
    }
  }

  private static int onNewThread() throws InterruptedException {
    int[] threads = new int[1];
    Thread thread = new Thread(() -> threads[0] = JniUtils.getNumThreads());
    thread.start();
    thread.join();
    return threads[0];
  }
}
