// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.cli.Main;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The workshop's command line: {@code java -jar emotion-lab.jar COMMAND}. Errors and exit codes are
 * those of {@link Main}.
 */
@Command(
    name = "emotion-lab",
    mixinStandardHelpOptions = true,
    description = "Makes what is embedded in emotion4j, and measures speed, memory and faults.",
    subcommands = {
      BenchmarkCommand.class,
      SoakCommand.class,
      BatchCheckCommand.class,
      DecodeSuiteCommand.class,
      BenchmarkDetectorCommand.class,
      MeasureQualityCommand.class,
      BenchmarkTrainingCommand.class,
      BenchmarkVideoCommand.class,
      ConvertNetworkCommand.class,
      CombineHeadsCommand.class,
      BenchmarkEnginesCommand.class,
      MeasureExplanationsCommand.class,
      MeasureServiceCommand.class,
      NeutralPriorCurveCommand.class
    })
public final class LabMain {

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private LabMain() {}

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param arguments the command and its arguments
   */
  public static void main(String[] arguments) {
    Main.stayOffline();
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    System.exit(execute(out, err, arguments));
  }

  /**
   * Runs a command.
   *
   * @param out receives what it prints
   * @param err receives a line for each error
   * @param arguments the command and its arguments
   * @return 0 good, 1 failed, 2 wrong usage
   */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    LabMain lab = new LabMain();
    return Main.execute(lab, () -> lab.verbose, out, err, arguments);
  }
}
