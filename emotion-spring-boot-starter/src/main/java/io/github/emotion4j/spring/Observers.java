// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spring;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionException;
import java.time.Duration;
import java.util.List;

/**
 * Tells several observers.
 *
 * @param observers who are told
 */
record Observers(List<AnalysisObserver> observers) implements AnalysisObserver {

  static AnalysisObserver all(List<AnalysisObserver> observers) {
    return observers.isEmpty() ? NONE : new Observers(observers);
  }

  @Override
  public void began(Stage stage) {
    observers.forEach(observer -> observer.began(stage));
  }

  @Override
  public void ended(Stage stage, Duration time) {
    observers.forEach(observer -> observer.ended(stage, time));
  }

  @Override
  public void analyzed(int faces) {
    observers.forEach(observer -> observer.analyzed(faces));
  }

  @Override
  public void failed(EmotionException cause) {
    observers.forEach(observer -> observer.failed(cause));
  }
}
