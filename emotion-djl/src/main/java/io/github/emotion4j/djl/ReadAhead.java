// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.ImageSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the pictures of a batch in their order. Those of the web are read ahead of their turn,
 * several at once, for it is their hosts that take the time; all others by the calling thread, at
 * their turn. For one thread, and once.
 *
 * @param <T> what reading a picture gives
 */
final class ReadAhead<T> implements AutoCloseable {

  /** How many pictures may be read, or wait for their turn, at once: each is held in memory. */
  static final int MOST_AHEAD = 8;

  private final List<ImageSource> images;
  private final Function<? super ImageSource, ? extends T> reading;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(MOST_AHEAD, ReadAhead::newThread);
  private final Map<Integer, CompletableFuture<T>> begun = new HashMap<>();
  private int ahead;

  /**
   * Prepares to read; starts nothing.
   *
   * @param images the pictures
   * @param reading reads one; called by several threads at once
   */
  ReadAhead(List<ImageSource> images, Function<? super ImageSource, ? extends T> reading) {
    this.images = images;
    this.reading = reading;
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "emotion4j-fetch", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads all pictures.
   *
   * @return what reading them gives, in their order; each is read, or waited for, when it is taken
   *     out of the stream. Throws what the reading throws. Where the calling thread is interrupted,
   *     it reads what it waits for itself, with its flag set.
   */
  Stream<T> stream() {
    return IntStream.range(0, images.size()).mapToObj(this::take);
  }

  private T take(int index) {
    ahead = Math.max(ahead, index + 1);
    while (ahead < images.size() && begun.size() < MOST_AHEAD) {
      ImageSource image = images.get(ahead);
      if (isRemote(image)) {
        begun.put(ahead, CompletableFuture.supplyAsync(() -> reading.apply(image), threads));
      }
      ahead++;
    }
    CompletableFuture<T> result = begun.remove(index);
    return result == null ? reading.apply(images.get(index)) : await(result, images.get(index));
  }

  private T await(CompletableFuture<T> result, ImageSource image) {
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return reading.apply(image);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new CompletionException(e);
    }
  }

  private static boolean isRemote(ImageSource image) {
    return image instanceof ImageSource.OfUri address
        && ("https".equalsIgnoreCase(address.uri().getScheme())
            || "http".equalsIgnoreCase(address.uri().getScheme()));
  }

  /** Gives up what was begun and not taken. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
