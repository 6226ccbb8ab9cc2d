// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** What has to do with a training from outside: who is told of it, and whether it is to end. */
final class TrainingControl {

  private final List<TrainingListener> listeners;
  private final long begin = System.nanoTime();
  private volatile boolean cancelled;

  private final List<ai.djl.training.listener.TrainingListener> djlListeners;

  TrainingControl(
      List<TrainingListener> listeners,
      List<ai.djl.training.listener.TrainingListener> djlListeners) {
    this.listeners = List.copyOf(listeners);
    this.djlListeners = List.copyOf(djlListeners);
  }

  List<ai.djl.training.listener.TrainingListener> djlListeners() {
    return djlListeners;
  }

  /** The time since the trainer was made. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }

  /** Lets the training end at the next step; may be called by any thread. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /**
   * Called by the training thread where it may end.
   *
   * @throws CancellationException if it is to
   */
  void requireGoingOn() {
    if (Thread.interrupted()) { // by a listener: nobody else knows the thread
      cancelled = true;
    }
    if (cancelled) {
      throw new CancellationException("The training was cancelled");
    }
  }
}
