// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.lab.DecodeSuite.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Decodes a suite of picture files, and says where a second decoder sees something else. */
@Command(
    name = "decode-suite",
    mixinStandardHelpOptions = true,
    description = {
      "Decodes all files of a suite, compares them with what a second decoder makes of them, and"
          + " fails if more differ than may.",
      "A disagreement need not be a fault: the second decoder has its own."
    })
final class DecodeSuiteCommand implements Callable<Integer> {

  private static final Duration MOST_TIME = Duration.ofSeconds(2);
  private static final int MOST_LEVELS = 6;
  private static final double MOST_SHARE = 0.01;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      paramLabel = "SUITE",
      description =
          "A zip file of files/ and reference.csv, which the class DecodeSuite describes.")
  private Path suite = Path.of("image-suite.zip");

  DecodeSuiteCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Outcome> outcomes = new ArrayList<>();
    new DecodeSuite().run(suite, outcomes::add);
    print(out, outcomes);
    out.flush();
    long readable = count(outcomes, outcome -> outcome.reference().size().isPresent());
    long comparable = count(outcomes, Outcome::isComparable);
    boolean good =
        count(outcomes, outcome -> outcome.unexpected().isPresent()) == 0
            && count(outcomes, DecodeSuiteCommand::isSlow) == 0
            && count(outcomes, Outcome::isRefusedWithoutReason) <= MOST_SHARE * readable
            && count(outcomes, Outcome::hasAnotherSize) == 0
            && count(outcomes, DecodeSuiteCommand::isOff) <= MOST_SHARE * comparable;
    return good ? 0 : 1;
  }

  private static void print(PrintWriter out, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      String file = outcome.reference().file();
      outcome.unexpected().ifPresent(what -> out.println(file + ": threw " + what));
      if (isSlow(outcome)) {
        out.println(file + ": took " + outcome.time().toMillis() + " ms");
      }
      if (outcome.isRefused()) {
        out.println(file + ": refused, " + outcome.refusal().orElse(""));
      }
      if (outcome.hasAnotherSize()) {
        out.println(
            file
                + ": is "
                + outcome.size().orElse("")
                + ", the second decoder's "
                + outcome.reference().size().orElse(""));
      }
      if (isOff(outcome)) {
        out.println(file + ": differs by up to " + outcome.levels() + " levels");
      }
    }
    printTotals(out, outcomes);
    outcomes.stream()
        .map(Outcome::time)
        .max(Duration::compareTo)
        .ifPresent(slowest -> out.println("slowest: " + slowest.toMillis() + " ms"));
  }

  private static void printTotals(PrintWriter out, List<Outcome> outcomes) {
    long readable = count(outcomes, outcome -> outcome.reference().size().isPresent());
    long comparable = count(outcomes, Outcome::isComparable);
    total(out, outcomes.size(), "files", outcomes.size(), "");
    total(
        out,
        count(outcomes, outcome -> outcome.unexpected().isPresent()),
        "threw an error or no exception of this SDK",
        outcomes.size(),
        "none");
    total(
        out,
        count(outcomes, DecodeSuiteCommand::isSlow),
        "took more than 2 s",
        outcomes.size(),
        "none");
    total(
        out,
        count(outcomes, Outcome::isRefused),
        "refused, though the second decoder reads them",
        readable,
        "");
    total(
        out,
        count(outcomes, Outcome::isRefusedWithoutReason),
        "of these without a reason",
        readable,
        "at most 1 %");
    total(
        out,
        count(outcomes, Outcome::hasAnotherSize),
        "of another size",
        readable,
        "none but listed ones");
    total(
        out,
        count(outcomes, DecodeSuiteCommand::isOff),
        "more than 6 levels off",
        comparable,
        "at most 1 %");
    total(
        out,
        count(
            outcomes,
            outcome -> outcome.size().isPresent() && outcome.reference().size().isEmpty()),
        "read, though the second decoder does not",
        outcomes.size() - readable,
        "");
  }

  private static boolean isSlow(Outcome outcome) {
    return outcome.time().compareTo(MOST_TIME) > 0;
  }

  private static boolean isOff(Outcome outcome) {
    return outcome.isComparable() && outcome.levels() > MOST_LEVELS;
  }

  private static long count(List<Outcome> outcomes, Predicate<Outcome> what) {
    return outcomes.stream().filter(what).count();
  }

  private static void total(PrintWriter out, long count, String what, long of, String bar) {
    out.println(
        String.format(
            Locale.ROOT,
            "%d of %d (%.2f %%) %s%s",
            count,
            of,
            100.0 * count / Math.max(1, of),
            what,
            bar.isEmpty() ? "" : "; bar: " + bar));
  }
}
