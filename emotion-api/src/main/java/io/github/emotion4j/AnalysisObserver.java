// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.time.Duration;

/**
 * Is told what a detector does, for metrics and traces of any kind. Every method does nothing
 * unless it is overridden.
 *
 * <p>Its methods are called by several threads at once, by those that do the work, which wait
 * meanwhile: they must be quick, and must not throw, for what they throw fails the picture at hand.
 */
public interface AnalysisObserver {

  /** Does nothing. */
  AnalysisObserver NONE = new AnalysisObserver() {};

  /** What a picture goes through, in this order. */
  enum Stage {
    /** Its bytes are read or fetched. */
    READ,
    /** An {@code analyze} waits for its turn: how many do is how long the queue is. */
    WAIT,
    /** It is decoded; once more where its faces turn out to need all pixels. */
    DECODE,
    /** Faces are searched. */
    DETECT,
    /** Its faces, in a batch those of several pictures, go through the network. */
    CLASSIFY
  }

  /**
   * A stage has begun. Each that begins also ends.
   *
   * @param stage which
   */
  default void began(Stage stage) {}

  /**
   * A stage has ended, well or not.
   *
   * @param stage which
   * @param time how long it took
   */
  default void ended(Stage stage, Duration time) {}

  /**
   * A picture was analyzed.
   *
   * @param faces how many faces it has, at least 0
   */
  default void analyzed(int faces) {}

  /**
   * A picture could not be analyzed.
   *
   * @param cause why; its {@linkplain EmotionException#code() code} tells the kind
   */
  default void failed(EmotionException cause) {}
}
