// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.engine.NetworkEngine;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares PyTorch and ONNX Runtime below the same detector, in turns. */
@Command(
    name = "benchmark-engines",
    mixinStandardHelpOptions = true,
    description =
        "Prints time a picture, start-up, memory and size on disk of the detector on PyTorch and on"
            + " ONNX Runtime.")
final class BenchmarkEnginesCommand implements Callable<Integer> {

  private static final int BATCH = 16;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(names = "--rounds", defaultValue = "7", description = "How often each is timed.")
  private int rounds;

  @Option(
      names = "--slice",
      defaultValue = "200",
      description = "Milliseconds of processor time for each in a round.")
  private int slice;

  @Option(names = "--starts", defaultValue = "3", description = "How often each is started.")
  private int starts;

  BenchmarkEnginesCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<EmotionDetector> detectors = new ArrayList<>();
    try {
      Stopwatch stopwatch = new Stopwatch(rounds, slice);
      for (NetworkEngine engine : NetworkEngine.values()) {
        EmotionDetector detector = on(engine);
        detectors.add(detector);
        add(stopwatch, engine.toString(), detector);
      }
      out.println(
          "                                        median     best      CPU (ms a picture)");
      for (Map.Entry<String, Stopwatch.Timing> timing : stopwatch.run().entrySet()) {
        Stopwatch.Timing times = timing.getValue();
        out.println(
            String.format(
                Locale.ROOT,
                "%-36s %9.2f %8.2f %8.2f",
                timing.getKey(),
                times.median(),
                times.best(),
                times.cpu()));
      }
    } finally {
      detectors.forEach(EmotionDetector::close);
    }
    out.println("                              start-up s (best)   peak MiB   class path MB");
    for (NetworkEngine engine : NetworkEngine.values()) {
      String classPath = classPath(engine);
      double best = Double.MAX_VALUE;
      long peak = 0;
      for (int i = 0; i < starts; i++) {
        ColdStart start = ColdStart.measure(classPath);
        best = Math.min(best, start.seconds());
        peak = Math.max(peak, start.peakKib());
      }
      out.println(
          String.format(
              Locale.ROOT,
              "%-29s %18.2f %10d %15.1f",
              engine,
              best,
              peak / 1024,
              bytes(classPath) / 1e6));
    }
    return 0;
  }

  private static EmotionDetector on(NetworkEngine engine) {
    System.setProperty(NetworkEngine.PROPERTY, engine.name());
    try {
      EmotionDetector detector = EmotionDetector.create();
      detector.warmUp();
      return detector;
    } finally {
      System.clearProperty(NetworkEngine.PROPERTY);
    }
  }

  private static void add(Stopwatch stopwatch, String engine, EmotionDetector detector)
      throws IOException {
    BufferedImage face = SamplePictures.picture(160, 120, 1, 0.6, 1);
    BufferedImage photo = SamplePictures.picture(1280, 960, 3, 0.25, 2);
    List<ImageSource> many = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      many.add(ImageSource.of(SamplePictures.picture(640, 480, 2, 0.4, i)));
    }
    stopwatch.add(engine + ", 160x120, one face", 1, () -> detector.analyze(face));
    stopwatch.add(engine + ", 1280x960, three faces", 1, () -> detector.analyze(photo));
    stopwatch.add(engine + ", 16 of 640x480", BATCH, () -> detector.analyzeAll(many));
  }

  /** What a program needs that has this engine alone. */
  private static String classPath(NetworkEngine engine) throws IOException {
    String other = engine == NetworkEngine.PYTORCH ? "onnx" : "pytorch";
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.addAll(Jars.on(Path.of(entry)));
    }
    return String.join(
        File.pathSeparator,
        entries.stream()
            .filter(entry -> !Path.of(entry).getFileName().toString().contains(other))
            .toList());
  }

  private static long bytes(String classPath) throws IOException {
    long sum = 0;
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      boolean needed = Arrays.stream(Jars.OF_PROGRAMS_ONLY).noneMatch(name::startsWith);
      sum += needed && Files.isRegularFile(path) ? Files.size(path) : 0;
    }
    return sum;
  }
}
