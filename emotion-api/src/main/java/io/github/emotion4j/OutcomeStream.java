// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The outcomes of a stream of pictures. Groups of them are analyzed by threads that end with the
 * stream; while the outcomes of one are handed out, the next ones are on their way, so that all
 * processors work through the end of one group and the beginning of the next.
 */
final class OutcomeStream extends Spliterators.AbstractSpliterator<AnalysisOutcome> {

  /** How many groups are analyzed at once. */
  static final int GROUPS = 3;

  private final EmotionDetector detector;
  private final Spliterator<? extends ImageSource> images;
  private final boolean ordered;
  private final int groupSize;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(GROUPS, OutcomeStream::newThread);

  /** Those to be handed out next: all that were begun, or where order is free, those that ended. */
  private final BlockingQueue<Future<List<AnalysisOutcome>>> next = new LinkedBlockingQueue<>();

  private int inFlight;
  private Iterator<AnalysisOutcome> known = List.<AnalysisOutcome>of().iterator();
  private long taken;
  private boolean ended;
  private volatile boolean closed;
  private Optional<RuntimeException> failure = Optional.empty();

  private OutcomeStream(EmotionDetector detector, Spliterator<? extends ImageSource> images) {
    super(Long.MAX_VALUE, NONNULL | (images.characteristics() & ORDERED));
    this.detector = detector;
    this.images = images;
    this.ordered = images.hasCharacteristics(ORDERED);
    this.groupSize = groupSize();
  }

  /** How many pictures are a group: enough to keep all processors busy. */
  static int groupSize() {
    return Math.max(16, 4 * Runtime.getRuntime().availableProcessors());
  }

  static Stream<AnalysisOutcome> of(
      EmotionDetector detector, Stream<? extends ImageSource> images) {
    OutcomeStream outcomes = new OutcomeStream(detector, images.spliterator());
    return StreamSupport.stream(outcomes, false).onClose(outcomes::close).onClose(images::close);
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "emotion4j-group", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean tryAdvance(Consumer<? super AnalysisOutcome> action) {
    try {
      while (closed || !known.hasNext()) {
        begin();
        if (closed || inFlight == 0) {
          close();
          failure.ifPresent(
              e -> {
                throw e;
              });
          return false;
        }
        known = await().iterator();
        begin(); // the next ones are analyzed while these are handed out
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    action.accept(known.next());
    return true;
  }

  private void begin() {
    while (!ended && !closed && inFlight < GROUPS) {
      List<ImageSource> group = take();
      if (!group.isEmpty()) {
        FutureTask<List<AnalysisOutcome>> task =
            new FutureTask<>(() -> detector.analyzeAll(group)) {
              @Override
              protected void done() {
                if (!ordered) {
                  next.add(this);
                }
              }
            };
        if (ordered) {
          next.add(task);
        }
        inFlight++;
        threads.execute(task);
      }
    }
  }

  /** Takes the next group; a failure of the stream ends it and is thrown after all outcomes. */
  private List<ImageSource> take() {
    List<ImageSource> group = new ArrayList<>(groupSize);
    try {
      while (!ended && group.size() < groupSize) {
        ended =
            !images.tryAdvance(
                image -> {
                  group.add(Objects.requireNonNull(image, () -> "images[" + taken + "] is null"));
                  taken++;
                });
      }
    } catch (RuntimeException e) {
      ended = true;
      failure = Optional.of(e);
    }
    return group;
  }

  private List<AnalysisOutcome> await() {
    try {
      List<AnalysisOutcome> outcomes = next.take().get();
      inFlight--;
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException("Interrupted while waiting for outcomes", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Interrupts what is being analyzed, and begins nothing more. */
  private void close() {
    closed = true;
    threads.shutdownNow();
  }
}
