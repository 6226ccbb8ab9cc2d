// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.ImageSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {

  private static List<ImageSource> addresses(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ImageSource.of(URI.create("https://example.org/" + i)))
        .toList();
  }

  private static List<String> read(
      List<ImageSource> images, Function<ImageSource, String> reading) {
    try (ReadAhead<String> ahead = new ReadAhead<>(images, reading)) {
      return ahead.stream().toList();
    }
  }

  @Test
  void picturesOfTheWebAreReadSeveralAtOnce() {
    CyclicBarrier threeAtOnce = new CyclicBarrier(3);

    List<String> read =
        read(
            addresses(3),
            image -> {
              await(threeAtOnce);
              return image.describe();
            });

    assertThat(read).hasSize(3);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void resultsComeInTheOrderOfThePictures() {
    List<ImageSource> images = addresses(40);

    List<String> read = read(images, ImageSource::describe);

    assertThat(read).isEqualTo(images.stream().map(ImageSource::describe).toList());
  }

  @Test
  void noMoreAreReadAheadThanMemoryIsMeantFor() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch allAhead = new CountDownLatch(ReadAhead.MOST_AHEAD + 1);
    try (ReadAhead<String> ahead =
        new ReadAhead<>(
            addresses(30),
            image -> {
              begun.incrementAndGet();
              allAhead.countDown();
              return image.describe();
            })) {
      Iterator<String> results = ahead.stream().iterator();

      results.next();

      assertThat(allAhead.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(begun).hasValueLessThanOrEqualTo(ReadAhead.MOST_AHEAD + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:/a.png", "data:image/png;base64,"})
  void addressesOfThisMachineAreReadByTheCallingThread(String address) {
    assertThat(threadsThatRead(ImageSource.of(URI.create(address))))
        .containsExactly(Thread.currentThread());
  }

  @Test
  void filesAreReadByTheCallingThread() {
    assertThat(threadsThatRead(ImageSource.of(Path.of("a.png"))))
        .containsExactly(Thread.currentThread());
  }

  @Test
  void aSingleAddressIsReadByTheCallingThread() {
    assertThat(threadsThatRead(addresses(1).get(0))).containsExactly(Thread.currentThread());
  }

  private static Set<Thread> threadsThatRead(ImageSource image) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    // A picture before it, so that it would be read ahead of its turn.
    List<ImageSource> images =
        image instanceof ImageSource.OfUri address && address.uri().getScheme().equals("https")
            ? List.of(image)
            : List.of(ImageSource.of(new byte[0]), image);
    read(
        images,
        any -> {
          threads.add(Thread.currentThread());
          return any.describe();
        });
    return threads;
  }

  @Test
  void whatReadingThrowsIsThrownAtThePicturesTurn() {
    try (ReadAhead<String> ahead =
        new ReadAhead<>(
            addresses(2),
            image -> {
              if (image.describe().endsWith("1")) {
                throw new IllegalArgumentException("broken");
              }
              return image.describe();
            })) {
      Iterator<String> results = ahead.stream().iterator();

      assertThat(results.next()).endsWith("0");
      assertThatThrownBy(results::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("broken");
    }
  }

  @Test
  void anInterruptedCallerWaitsForNobody() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    try (ReadAhead<String> ahead = readingTwo(() -> awaitOrEnd(never))) {
      Iterator<String> results = ahead.stream().iterator();
      assertThat(results.next()).isEqualTo("read");
      Thread.currentThread().interrupt();

      assertThat(results.next()).isEqualTo("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** Reads two addresses, and does something before on threads other than the calling one. */
  private static ReadAhead<String> readingTwo(Runnable elsewhere) {
    Thread caller = Thread.currentThread();
    return new ReadAhead<>(
        addresses(2),
        image -> {
          if (Thread.currentThread() != caller) {
            elsewhere.run();
          }
          return Thread.currentThread().isInterrupted() ? "interrupted" : "read";
        });
  }

  private static void awaitOrEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closingInterruptsWhatWasBegunAndNotTaken() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (ReadAhead<String> ahead =
        readingTwo(
            () -> {
              begun.countDown();
              awaitOrEnd(never);
              interrupted.countDown();
            })) {
      ahead.stream().iterator().next();
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
