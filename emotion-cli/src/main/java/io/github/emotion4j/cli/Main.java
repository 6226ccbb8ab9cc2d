// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.io.FileFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: {@code java -jar emotion4j.jar COMMAND}.
 *
 * <p>Exit codes: 0 good, 1 failed, 2 wrong usage. Errors are one line on the standard error stream.
 */
@Command(
    name = "emotion4j",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Reads emotions from faces, and trains and measures the models that do.",
    subcommands = {
      AnalyzeCommand.class,
      BatchCommand.class,
      VideoCommand.class,
      TrainCommand.class,
      ExportCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      DoctorCommand.class
    })
public final class Main {

  private static final int HELP_WIDTH = 120;
  private static final Pattern EMPTY = Pattern.compile("|--[^=]+=");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private Main() {}

  /** The version, as the jar's manifest says. */
  static final class Version implements IVersionProvider {

    Version() {}

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"emotion4j " + (version == null ? "built from source" : version)};
    }
  }

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param arguments the command and its arguments
   */
  public static void main(String[] arguments) {
    stayOffline();
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    System.exit(execute(new FileOutputStream(FileDescriptor.out), err, arguments));
  }

  /** Runs a command, which fails where what it prints is lost. */
  static int execute(OutputStream standardOutput, PrintWriter err, String... arguments) {
    StandardOutput watched = new StandardOutput(standardOutput);
    PrintWriter out = new PrintWriter(watched, true, UTF_8);
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine.setUsageHelpAutoWidth(true); // that of the terminal, where there is one
    int exit = execute(commandLine, () -> main.verbose, out, err, arguments);
    out.flush();
    if (watched.loss().isEmpty()) {
      return exit;
    }
    err.println(
        "error: the standard output can't be written: " + watched.loss().get().getMessage());
    return Math.max(exit, CommandLine.ExitCode.SOFTWARE);
  }

  /** Lets DJL download nothing and report nothing: a program is ours to decide for. */
  public static void stayOffline() {
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (!Boolean.getBoolean(PyTorch.ALLOW_DOWNLOAD)) {
      System.setProperty("ai.djl.offline", "true");
    }
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
    Main main = new Main();
    return execute(main, () -> main.verbose, out, err, arguments);
  }

  /**
   * Runs a command of a program, with this program's exit codes and its one line an error.
   *
   * @param program annotated for picocli
   * @param verbose whether an error shows its stack trace, asked when there is one
   * @param out receives what it prints
   * @param err receives a line for each error
   * @param arguments the command and its arguments
   * @return 0 good, 1 failed, 2 wrong usage
   */
  public static int execute(
      Object program,
      BooleanSupplier verbose,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    return execute(new CommandLine(program), verbose, out, err, arguments);
  }

  private static int execute(
      CommandLine commandLine,
      BooleanSupplier verbose,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    commandLine.setOut(out);
    commandLine.setUsageHelpWidth(HELP_WIDTH);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setParameterExceptionHandler(
        (e, args) -> {
          err.println("error: " + oneLine(e) + suggestion(e) + " (see --help)");
          return CommandLine.ExitCode.USAGE;
        });
    commandLine.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          // By the SDK's contract, an argument out of its range, which here was an option's.
          boolean usage = e instanceof IllegalArgumentException;
          err.println(
              "error: "
                  + OptionNames.in(oneLine(e), command.getCommandSpec())
                  + (usage ? " (see --help)" : ""));
          if (verbose.getAsBoolean()) {
            e.printStackTrace(err);
          }
          return usage ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
    if (arguments.length == 0) {
      err.println("error: a command is missing (see --help)");
      return CommandLine.ExitCode.USAGE;
    }
    if (Arrays.stream(arguments).anyMatch(EMPTY.asMatchPredicate())) {
      err.println("error: an argument is empty, as of a variable that is not set (see --help)");
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(arguments);
  }

  /** What was meant by a command or option that does not exist. */
  private static String suggestion(ParameterException e) {
    List<String> meant =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?";
  }

  /**
   * Returns the message of an exception on one line.
   *
   * @param thrown the exception
   * @return its message, or its class where it has none
   */
  public static String oneLine(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
      message = FileFailure.describe(thrown);
    }
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
