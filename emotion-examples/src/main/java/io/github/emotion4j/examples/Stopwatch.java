package io.github.emotion4j.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Times pieces of work in turns: each round runs every piece, so that whatever else the machine
 * does hits all of them, and ratios can be trusted where times can't.
 */
final class Stopwatch {

  private static final int WARM_UP_ROUNDS = 2;

  private final int rounds;
  private final long sliceNanos;
  private final Map<String, Piece> pieces = new LinkedHashMap<>();

  /**
   * Makes a stopwatch.
   *
   * @param rounds how often each piece is timed, after two rounds that do not count
   * @param sliceMillis how long a piece is repeated in a round; at least once
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

  private record Piece(int items, Work work, List<Double> millis) {}

  /**
   * Adds a piece of work.
   *
   * @param name how it is called in the results
   * @param items how many faces or pictures it treats at once
   * @param work the work
   */
  void add(String name, int items, Work work) {
    pieces.put(name, new Piece(items, work, new ArrayList<>()));
  }

  /**
   * Runs all pieces.
   *
   * @return by name, milliseconds an item
   * @throws Exception what a piece throws
   */
  Map<String, Timing> run() throws Exception {
    for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
      for (Piece piece : pieces.values()) {
        long begin = System.nanoTime();
        int times = 0;
        do {
          piece.work().run();
          times++;
        } while (System.nanoTime() - begin < sliceNanos);
        if (round >= 0) {
          piece.millis().add((System.nanoTime() - begin) / 1e6 / times / piece.items());
        }
      }
    }
    Map<String, Timing> timings = new LinkedHashMap<>();
    pieces.forEach((name, piece) -> timings.put(name, Timing.of(piece.millis())));
    return timings;
  }

  /**
   * Times of a piece, over the rounds.
   *
   * @param median milliseconds an item
   * @param best milliseconds an item in the fastest round
   */
  record Timing(double median, double best) {

    static Timing of(List<Double> millis) {
      double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return new Timing(sorted[sorted.length / 2], DoubleStream.of(sorted).min().orElseThrow());
    }
  }
}
