// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times pieces of work in turns: each round runs every piece, so that whatever else the machine
 * does hits all of them, and ratios can be trusted where times can't.
 */
final class Stopwatch {

  private static final int WARM_UP_ROUNDS = 2;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final int rounds;
  private final long sliceNanos;
  private final Map<String, Piece> pieces = new LinkedHashMap<>();

  /**
   * Makes a stopwatch.
   *
   * @param rounds how often each piece is timed, after two rounds that do not count
   * @param sliceMillis how much processor time a piece gets in a round, which is told in steps of
   *     10 milliseconds by some systems; a piece is run at least once
   */
  Stopwatch(int rounds, int sliceMillis) {
    this.rounds = rounds;
    this.sliceNanos = sliceMillis * 1_000_000L;
  }

  /** What is timed. */
  @FunctionalInterface
  interface Work {

    /**
     * Does it once.
     *
     * @throws Exception if it can't be done
     */
    void run() throws Exception;
  }

  private record Piece(int items, Work work, List<Double> millis, List<Double> cpuMillis) {}

  /**
   * Adds a piece of work.
   *
   * @param name how it is called in the results
   * @param items how many faces or pictures it treats at once
   * @param work the work
   */
  void add(String name, int items, Work work) {
    pieces.put(name, new Piece(items, work, new ArrayList<>(), new ArrayList<>()));
  }

  /**
   * Runs all pieces.
   *
   * @return by name, the times of a piece
   * @throws Exception what a piece throws
   */
  Map<String, Timing> run() throws Exception {
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Piece piece : pieces.values()) {
        long begin = System.nanoTime();
        long cpuBegin = SYSTEM.getProcessCpuTime();
        int times = 0;
        do {
          piece.work().run();
          times++;
          // By processor time, or a busy machine would leave too little of it to be measured.
        } while (SYSTEM.getProcessCpuTime() - cpuBegin < sliceNanos);
        if (round >= 0) {
          double done = 1e6 * times * piece.items();
          piece.millis().add((System.nanoTime() - begin) / done);
          piece.cpuMillis().add((SYSTEM.getProcessCpuTime() - cpuBegin) / done);
        }
      }
    }
    Map<String, Timing> timings = new LinkedHashMap<>();
    pieces.forEach((name, piece) -> timings.put(name, Timing.of(piece)));
    return timings;
  }

  /**
   * Times of a piece, over the rounds.
   *
   * @param median milliseconds an item
   * @param best milliseconds an item in the fastest round
   * @param cpu milliseconds of processor time an item, of all threads of this process together
   *     (median); what other processes do hardly changes it
   */
  record Timing(double median, double best, double cpu) {

    /** Returns the time of one after the other. */
    Timing plus(Timing other) {
      return new Timing(median + other.median, best + other.best, cpu + other.cpu);
    }

    private static Timing of(Piece piece) {
      double[] sorted = sorted(piece.millis());
      double[] sortedCpu = sorted(piece.cpuMillis());
      return new Timing(sorted[sorted.length / 2], sorted[0], sortedCpu[sortedCpu.length / 2]);
    }

    private static double[] sorted(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
  }
}
