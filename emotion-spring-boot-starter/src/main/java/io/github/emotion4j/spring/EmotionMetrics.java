// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a detector does, in meters of Micrometer, with Spring or without:
 *
 * <ul>
 *   <li>{@code emotion4j.stage}, a timer: tag {@code stage} is {@code read}, {@code wait}, {@code
 *       decode}, {@code detect} or {@code classify}
 *   <li>{@code emotion4j.queue}, a gauge: how many pictures wait for their turn
 *   <li>{@code emotion4j.faces}, a summary: how many faces a picture has; its count is that of
 *       pictures
 *   <li>{@code emotion4j.failures}, a counter: tag {@code kind} is {@link EmotionException#code()}
 * </ul>
 *
 * <p>Safe to share between threads. Before it is bound it counts the queue and nothing else.
 */
public final class EmotionMetrics implements AnalysisObserver, MeterBinder {

  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Makes an observer that is bound to no registry. */
  public EmotionMetrics() {}

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("emotion4j.queue", waiting, AtomicInteger::get)
        .description("Pictures that wait for their turn")
        .register(registry);
    registries.add(registry);
  }

  @Override
  public void began(Stage stage) {
    if (stage == Stage.WAIT) {
      waiting.incrementAndGet();
    }
  }

  @Override
  public void ended(Stage stage, Duration time) {
    if (stage == Stage.WAIT) {
      waiting.decrementAndGet();
    }
    for (MeterRegistry registry : registries) {
      Timer.builder("emotion4j.stage")
          .description("What pictures go through")
          .tag("stage", stage.name().toLowerCase(Locale.ROOT))
          .register(registry)
          .record(time);
    }
  }

  @Override
  public void analyzed(int faces) {
    for (MeterRegistry registry : registries) {
      DistributionSummary.builder("emotion4j.faces")
          .description("Faces of a picture")
          .register(registry)
          .record(faces);
    }
  }

  @Override
  public void failed(EmotionException cause) {
    for (MeterRegistry registry : registries) {
      Counter.builder("emotion4j.failures")
          .description("Pictures that could not be analyzed")
          .tag("kind", cause.code())
          .register(registry)
          .increment();
    }
  }
}
