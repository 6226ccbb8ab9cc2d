// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

/** The time that an epoch takes, in all processes that work on it. Used by one thread. */
final class EpochClock {

  private final double secondsBefore;
  private final long begin = System.nanoTime();
  private double dataSeconds;

  /**
   * Goes on now.
   *
   * @param soFar tells what the epoch took in an earlier process
   */
  EpochClock(Checkpoint.EpochSoFar soFar) {
    this.secondsBefore = soFar.seconds();
    this.dataSeconds = soFar.dataSeconds();
  }

  double seconds() {
    return secondsBefore + secondsSince(begin);
  }

  /** The same epoch, of which something has been done before it went on. */
  EpochClock after(double seconds) {
    return new EpochClock(
        new Checkpoint.EpochSoFar(0, BatchFigures.Sums.ZERO, secondsBefore + seconds, dataSeconds));
  }

  double dataSeconds() {
    return dataSeconds;
  }

  /** Adds the time since an instant of {@link System#nanoTime} as spent waiting for data. */
  void waitedSince(long instant) {
    dataSeconds += secondsSince(instant);
  }

  static double secondsSince(long instant) {
    return (System.nanoTime() - instant) / 1e9;
  }
}
