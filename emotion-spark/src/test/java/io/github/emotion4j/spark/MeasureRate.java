// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import com.sun.management.OperatingSystemMXBean;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures what Spark in {@code local[2]} costs against {@code analyzeAll(Stream)} on the same
 * folder, and whether both see the same faces; one after the other in turns, so that whatever else
 * the machine does hits both.
 */
public final class MeasureRate {

  private static final int ROUNDS = 3;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private MeasureRate() {}

  /**
   * Prints the rates.
   *
   * @param arguments a folder of pictures
   * @throws IOException if it can't be read
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    try (SparkSession spark =
            SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        EmotionDetector detector = ExecutorDetector.open(new SparkConf())) {
      Emotions.register(spark);
      for (int round = 0; round <= ROUNDS; round++) {
        System.out.println(round == 0 ? "warming up" : "round " + round);
        Map<String, Integer> streamed = print("a stream", () -> stream(detector, folder));
        Map<String, Integer> byPartitions =
            print(
                "Spark, Emotions.analyze",
                () -> faces(Emotions.analyze(files(spark, folder), "content", "e")));
        Map<String, Integer> byFunction =
            print(
                "Spark, the SQL function",
                () -> faces(files(spark, folder).selectExpr("path", "emotions(content) AS e")));
        System.out.println(
            "  the same faces: " + (streamed.equals(byPartitions) && streamed.equals(byFunction)));
      }
    }
  }

  /** Analyzes a folder. */
  @FunctionalInterface
  private interface Analysis {
    Map<String, Integer> run() throws IOException;
  }

  private static Map<String, Integer> print(String name, Analysis analysis) throws IOException {
    long begin = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    Map<String, Integer> faces = analysis.run();
    System.out.printf(
        Locale.ROOT,
        "  %-24s %d pictures, %.1f a second, processor time of a picture %.1f ms%n",
        name,
        faces.size(),
        faces.size() / ((System.nanoTime() - begin) / 1e9),
        (SYSTEM.getProcessCpuTime() - cpu) / 1e6 / faces.size());
    return faces;
  }

  /** How many faces each picture has, by the name of its file; -1 where it failed. */
  private static Map<String, Integer> stream(EmotionDetector detector, Path folder)
      throws IOException {
    Map<String, Integer> faces = new HashMap<>();
    try (Stream<Path> files = Files.list(folder);
        Stream<AnalysisOutcome> outcomes = detector.analyzeAll(files.map(ImageSource::of))) {
      outcomes.forEach(
          outcome ->
              faces.put(
                  Path.of(outcome.image().describe()).getFileName().toString(),
                  outcome instanceof AnalysisOutcome.Faces found ? found.faces().size() : -1));
    }
    return faces;
  }

  private static Dataset<Row> files(SparkSession spark, Path folder) {
    return spark.read().format("binaryFile").load(folder.toString()).select("path", "content");
  }

  private static Map<String, Integer> faces(Dataset<Row> analyzed) {
    Map<String, Integer> faces = new HashMap<>();
    analyzed
        .selectExpr("path", "coalesce(size(e.faces), -1) AS faces")
        .collectAsList()
        .forEach(
            row -> faces.put(Path.of(row.getString(0)).getFileName().toString(), row.getInt(1)));
    return faces;
  }
}
