// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.AnalysisObserver.Stage;
import io.github.emotion4j.AnalysisOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Tells an observer what a detector does, and how long it takes.
 *
 * @param observer who is told
 */
record StageClock(AnalysisObserver observer) {

  <T> T time(Stage stage, Supplier<? extends T> work) {
    Runnable end = begin(stage);
    try {
      return work.get();
    } finally {
      end.run();
    }
  }

  /** Begins a stage, and returns what ends it, once, by whichever thread is first. */
  Runnable begin(Stage stage) {
    observer.began(stage);
    long begin = System.nanoTime();
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        observer.ended(stage, Duration.ofNanos(System.nanoTime() - begin));
      }
    };
  }

  void tell(AnalysisOutcome outcome) {
    if (outcome instanceof AnalysisOutcome.Faces found) {
      observer.analyzed(found.faces().size());
    } else if (outcome instanceof AnalysisOutcome.Failure failed) {
      observer.failed(failed.cause());
    }
  }
}
