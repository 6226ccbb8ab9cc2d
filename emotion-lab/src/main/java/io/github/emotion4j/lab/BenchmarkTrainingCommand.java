// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.djl.classify.Architecture;
import io.github.emotion4j.training.train.Arithmetic;
import io.github.emotion4j.training.train.TrainingBenchmark;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which arithmetic trains fastest on this machine. */
@Command(
    name = "benchmark-training",
    mixinStandardHelpOptions = true,
    description = "Measures how fast a network learns, by each arithmetic.")
final class BenchmarkTrainingCommand implements Callable<Integer> {

  private static final String BLOCKS = "DJL's blocks";

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--architecture",
      defaultValue = "MEDIUM_RESNET",
      description = "The network: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Architecture architecture = Architecture.MEDIUM_RESNET;

  @Option(
      names = "--batch-size",
      defaultValue = "128",
      description = "How many faces make a step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--crop-size",
      description = "Side of the faces in pixels; by default what the network is meant for.")
  private @Nullable Integer cropSize;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "How often a step of each kind is timed (default: ${DEFAULT-VALUE}).")
  private int rounds;

  BenchmarkTrainingCommand() {}

  @Override
  public Integer call() throws Exception {
    int size = cropSize == null ? architecture.inputSize() : cropSize;
    Map<String, Stopwatch.Timing> timings = measure(size);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "Steps of %d faces of %dx%d, %s.%n%n", batchSize, size, size, architecture);
    out.println(
        "| computed by | images/s (median) | images/s (best step) | rate by that of blocks |");
    out.println("|---|---|---|---|");
    timings.forEach(
        (name, timing) ->
            out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f |%n",
                name,
                1000 / timing.median(),
                1000 / timing.best(),
                timings.get(BLOCKS).median() / timing.median()));
    out.flush();
    return 0;
  }

  private Map<String, Stopwatch.Timing> measure(int size) throws Exception {
    Map<String, TrainingBenchmark> kinds = new LinkedHashMap<>();
    try {
      kinds.put(BLOCKS, newBenchmark(Optional.empty(), size));
      for (Arithmetic arithmetic : Arithmetic.values()) {
        kinds.put(arithmetic.name(), newBenchmark(Optional.of(arithmetic), size));
      }
      Stopwatch stopwatch = new Stopwatch(rounds, 1); // a step takes longer
      kinds.forEach((name, kind) -> stopwatch.add(name, batchSize, kind::step));
      return stopwatch.run();
    } finally {
      kinds.values().forEach(TrainingBenchmark::close);
    }
  }

  private TrainingBenchmark newBenchmark(Optional<Arithmetic> arithmetic, int size) {
    return new TrainingBenchmark(architecture, arithmetic, batchSize, size);
  }
}
