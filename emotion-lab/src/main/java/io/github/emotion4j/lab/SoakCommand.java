// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.cli.ModelArgument;
import io.github.emotion4j.djl.DjlEmotionDetector;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Lets threads use one detector for minutes and fails if a result differs, memory grows, or closing
 * it under load does not end cleanly.
 *
 * <p>Run it with a fixed heap that is touched at once, or the heap's growth is taken for a leak:
 * {@code java -Xms512m -Xmx512m -XX:+AlwaysPreTouch -jar emotion-lab.jar soak}.
 */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Lets threads share a detector for minutes, and watches results and memory.")
final class SoakCommand implements Callable<Integer> {

  /** How much resident memory may grow, per minute once warm. */
  static final double MOST_KIB_A_MINUTE = 512;

  /**
   * How far apart the most and the least resident memory may be once warm: eight pictures of full
   * HD are under way or not when it is looked at, with their copies for the face detector.
   */
  static final long MOST_KIB_APART = 192 << 10;

  private static final int SAMPLES_A_MINUTE = 6;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--threads",
      defaultValue = "8",
      description = "How many use the detector (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--minutes",
      defaultValue = "20",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Mixin private DetectorOptions detectors = new DetectorOptions();

  SoakCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    EmotionDetector detector =
        DjlEmotionDetector.builder()
            .model(ModelArgument.open(detectors.model()))
            .faceDetector(detectors.openFaceDetector())
            .build();
    Soak.Outcome outcome =
        Soak.run(
            detector,
            Soak.pictures(),
            threads,
            Duration.ofMinutes(minutes),
            SAMPLES_A_MINUTE * minutes,
            out::println);
    List<Long> warm = outcome.warm();
    SimpleRegression growth = outcome.growthKib();
    double slope = SAMPLES_A_MINUTE * growth.getSlope();
    long apart = warm.isEmpty() ? 0 : Collections.max(warm) - Collections.min(warm);
    out.println(
        String.format(
            Locale.ROOT,
            "%d pictures by %d threads in %d min; %d differences %s",
            outcome.pictures(),
            threads,
            minutes,
            outcome.differences(),
            outcome.firstDifference()));
    out.println(
        String.format(
            Locale.ROOT,
            "Resident memory once warm: slope %.0f KiB a minute (at most %.0f; standard error %.0f),"
                + " %d to %d MiB (at most %d apart)",
            slope,
            MOST_KIB_A_MINUTE,
            SAMPLES_A_MINUTE * growth.getSlopeStdErr(),
            warm.isEmpty() ? 0 : Collections.min(warm) >> 10,
            warm.isEmpty() ? 0 : Collections.max(warm) >> 10,
            MOST_KIB_APART >> 10));
    out.println(
        String.format(
            Locale.ROOT,
            "Closing under load took %d ms; %d threads did not end cleanly",
            outcome.closeMillis(),
            outcome.unclean()));
    boolean good =
        outcome.differences() == 0
            && outcome.unclean() == 0
            && slope <= MOST_KIB_A_MINUTE
            && apart <= MOST_KIB_APART;
    return good ? 0 : 1;
  }
}
