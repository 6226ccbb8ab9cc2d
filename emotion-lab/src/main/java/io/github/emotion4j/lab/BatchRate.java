// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.sun.management.OperatingSystemMXBean;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.batch.AnalysisSettings;
import io.github.emotion4j.cli.batch.Batch;
import io.github.emotion4j.cli.batch.PictureListing;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Compares the rate of a batch with that of {@code analyzeAll} in a loop over the same pictures: in
 * turns, in one process with one detector, so that whatever else the machine does hits both.
 */
final class BatchRate {

  private static final int ROUNDS = 5;

  /** How many pictures the loop gives to each {@code analyzeAll}. */
  private static final int LOOP = 16;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private BatchRate() {}

  /** Work that is measured. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /**
   * Seconds by the clock, and milliseconds of processor time a picture.
   *
   * @param rate pictures a second
   * @param milliseconds of all threads, a picture
   */
  private record Speed(double rate, double milliseconds) {

    static Speed of(int pictures, Work work) throws IOException {
      long begin = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      work.run();
      return new Speed(
          pictures / ((System.nanoTime() - begin) / 1e9),
          (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / pictures);
    }
  }

  /**
   * Measures.
   *
   * @param folder of pictures
   * @param most how many of them are analyzed, in each round by each
   * @param out receives a line a round
   * @return the median of the rounds' rates of the batch, of that of the loop
   * @throws IOException if the folder can't be read
   */
  static double measure(Path folder, int most, Consumer<String> out) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.sorted().limit(most).toList();
    }
    Path list = folder.resolveSibling("list.txt");
    Files.write(list, files.stream().map(Path::toString).toList());
    double[] ratios = new double[ROUNDS];
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (int round = 0; round <= ROUNDS; round++) {
        Speed loop = Speed.of(files.size(), () -> loop(detector, files));
        Speed batch = Speed.of(files.size(), () -> batch(detector, list));
        out.accept(
            String.format(
                Locale.ROOT,
                "%s: analyzeAll in a loop %.1f pictures a second, batch %.1f: %.0f %%; processor"
                    + " time of a picture %.1f and %.1f ms",
                round == 0 ? "warming up" : "round " + round,
                loop.rate(),
                batch.rate(),
                100 * batch.rate() / loop.rate(),
                loop.milliseconds(),
                batch.milliseconds()));
        if (round > 0) {
          ratios[round - 1] = batch.rate() / loop.rate();
        }
      }
    }
    Arrays.sort(ratios);
    return ratios[ROUNDS / 2];
  }

  private static void loop(EmotionDetector detector, List<Path> files) {
    for (int from = 0; from < files.size(); from += LOOP) {
      detector.analyzeAll(
          files.subList(from, Math.min(files.size(), from + LOOP)).stream()
              .map(ImageSource::of)
              .toList());
    }
  }

  private static void batch(EmotionDetector detector, Path list) throws IOException {
    Path file = list.resolveSibling("compare.jsonl");
    Files.deleteIfExists(file);
    PrintWriter nobody = new PrintWriter(PrintWriter.nullWriter());
    Batch.run(
        detector,
        new Batch.Settings(
            List.of(list.toString()),
            new PictureListing.Options(true, Integer.MAX_VALUE, true, true, 64 << 20),
            file,
            false,
            new AnalysisSettings(Map.of()),
            UnaryOperator.identity()),
        nobody,
        nobody);
  }
}
