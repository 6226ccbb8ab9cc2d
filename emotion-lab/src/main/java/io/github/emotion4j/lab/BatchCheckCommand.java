// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.cli.batch.Batch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes a folder of pictures of which some are broken, lets {@code emotion4j batch} analyze it, and
 * kills it at random moments; then says whether every picture has one row, the file was valid
 * whenever it was looked at, memory stayed flat, and the rate is that of {@code analyzeAll} in a
 * loop. A check that is broken off goes on where it was when it is run again.
 */
@Command(
    name = "batch-check",
    mixinStandardHelpOptions = true,
    description =
        "Kills a batch at random moments, and looks whether it loses or repeats anything.",
    footer = "Run it again after it was broken off, and it goes on. Exit code 1: a bar is missed.")
final class BatchCheckCommand implements Callable<Integer> {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** All of the heap is there from the start: what grows then is native, or a leak. */
  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

  private static final int SAMPLE_SECONDS = 10;

  /** Of a run's samples of memory: those of its first minute, in which Java's compiler works. */
  private static final int WARMING_UP = 6;

  private static final double MOST_GROWTH = 0.05;
  private static final double LEAST_RATE = 0.95;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--pictures",
      required = true,
      description = "Folder of photographs, of which the pictures are made.")
  private @Nullable Path pictures;

  @Option(
      names = "--work",
      required = true,
      description = "Folder to work in, which may hold a check that was broken off.")
  private @Nullable Path work;

  @Option(names = "--count", description = "How many pictures (default: ${DEFAULT-VALUE}).")
  private int count = 20_000;

  @Option(names = "--kills", description = "How often it is killed (default: ${DEFAULT-VALUE}).")
  private int kills = 5;

  @Option(
      names = "--format",
      description = "Of the results: jsonl, csv or parquet (default: ${DEFAULT-VALUE}).")
  private String format = "jsonl";

  @Option(
      names = "--compare",
      description =
          "Of how many pictures rates are compared in each of five rounds; 0: they are not"
              + " (default: ${DEFAULT-VALUE}).")
  private int compared = 500;

  @Option(names = "--seed", description = "Of the moments (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  BatchCheckCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (pictures == null || work == null) {
      throw new IllegalStateException("picocli sets the fields before it calls");
    }
    Path folder = Files.createDirectories(work.resolve("pictures"));
    Path file = work.resolve("results." + format);
    BatchCheckState state =
        new BatchCheckState(
            work,
            "%s %d %d %s %d".formatted(pictures.toAbsolutePath(), count, kills, format, seed),
            spec.commandLine().getOut());
    int broken = state.get("broken", -1);
    if (broken < 0) {
      broken = ManyPictures.write(pictures, folder, count);
      state.say("%d pictures, %d of them broken".formatted(count, broken));
      for (String suffix : List.of("", ".part", ".settings.json", ".png")) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
      state.set("broken", broken);
    }
    List<String> verdict = new ArrayList<>();
    boolean good = kill(state, folder, file, broken, verdict);
    if (good && compared > 0) {
      double rate = compare(state, folder);
      good = rate >= LEAST_RATE;
      verdict.add(
          String.format(Locale.ROOT, "rate %.0f %% of analyzeAll in a loop (bar 95)", 100 * rate));
    }
    state.say((good ? "verdict: met: " : "verdict: MISSED: ") + String.join("; ", verdict));
    state.end();
    return good ? 0 : 1;
  }

  private boolean kill(
      BatchCheckState state, Path folder, Path file, int broken, List<String> verdict)
      throws IOException, InterruptedException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    long latest = 1 + 4L * count / 5; // the last ones may be done before anybody looks
    long[] moments = new Random(seed).longs(kills, 1, latest).sorted().toArray();
    for (int kill = state.get("kills", 0); kill < kills; kill++) {
      run(state, folder, file, part, moments[kill]);
      Rows rows = Rows.read(part, true);
      state.say(
          String.format(
              Locale.ROOT,
              "killed at %d rows or more: %d whole rows, %d names, %s after them; the file itself"
                  + " is %s",
              moments[kill],
              rows.rows(),
              rows.names().size(),
              rows.torn() ? "a torn one" : "nothing",
              Files.exists(file) ? "there" : "not there yet"));
      if (rows.rows() != rows.names().size() || Files.exists(file)) {
        verdict.add("rows are repeated or the file is not whole after kill " + (kill + 1));
        return false;
      }
      state.set("kills", kill + 1);
    }
    List<Long> resident = List.of();
    if (!Files.exists(file)) { // a check that was broken off while it compared has it
      resident = run(state, folder, file, part, Long.MAX_VALUE);
    }
    Path lines = file;
    if (!format.equals("jsonl")) {
      lines = work.resolve("lines.jsonl");
      try (OutputStream stream = Files.newOutputStream(lines)) {
        Batch.toJsonLines(file, stream);
      }
    }
    Rows rows = Rows.read(lines, false);
    state.say(
        String.format(
            Locale.ROOT,
            "at the end: %d rows of %d names, %d failed",
            rows.rows(),
            rows.names().size(),
            rows.failed()));
    boolean once = rows.rows() == count && rows.names().size() == count;
    boolean failures = rows.failed() == broken;
    verdict.add("every picture exactly once: " + once);
    verdict.add("those that failed are the broken ones: " + failures);
    verdict.add("whole lines and no file, or a whole file, after each of " + kills + " kills");
    return once && failures && isFlat(resident, verdict);
  }

  private static boolean isFlat(List<Long> resident, List<String> verdict) {
    int measured = resident.size() - WARMING_UP;
    if (measured < 2 * WARMING_UP) {
      verdict.add("memory: the last run was too short to tell");
      return true;
    }
    List<Long> sorted = resident.subList(WARMING_UP, resident.size());
    double begin = mean(sorted.subList(0, measured / 3));
    double end = mean(sorted.subList(measured - measured / 3, measured));
    boolean flat = end <= (1 + MOST_GROWTH) * begin;
    verdict.add(
        String.format(
            Locale.ROOT,
            "memory flat: %s (after the first minute %.0f MiB in the first third, %.0f in the last;"
                + " bar 5 %% more)",
            flat,
            begin,
            end));
    return flat;
  }

  private static double mean(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).average().orElseThrow();
  }

  /**
   * Runs a batch until it has as many rows, and then kills it, or to its end.
   *
   * @return MiB of its memory, every ten seconds
   */
  private List<Long> run(BatchCheckState state, Path folder, Path file, Path part, long rows)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Path log = file.resolveSibling("log");
    Process process =
        JavaProcess.builder(
                HEAP,
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "batch",
                folder.toString(),
                "--out",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Thread end = new Thread(process::destroyForcibly); // where this check is broken off
    Runtime.getRuntime().addShutdownHook(end);
    List<Long> resident = new ArrayList<>();
    long next = begin;
    LineCount lines = new LineCount();
    while (process.isAlive() && lines.of(part) < rows) {
      TimeUnit.MILLISECONDS.sleep(200);
      if (System.nanoTime() > next) {
        next += TimeUnit.SECONDS.toNanos(SAMPLE_SECONDS);
        ProcessMemory.residentKib(process.pid()).ifPresent(kib -> resident.add(kib >> 10));
      }
    }
    process.destroyForcibly().waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (rows == Long.MAX_VALUE && !Files.exists(file)) {
      throw new IOException("the batch did not make " + file + "; " + log + " says why");
    }
    state.say(
        String.format(
            Locale.ROOT,
            "ran for %d s; resident MiB every %d s: %s",
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
            SAMPLE_SECONDS,
            String.join(" ", resident.stream().map(Object::toString).toList())));
    return resident;
  }

  /** Counts the lines of a file that grows, reading each part of it once. */
  private static final class LineCount {

    private long position;
    private long lines;

    long of(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer block = ByteBuffer.allocate(1 << 16);
        for (int read = channel.read(block, position);
            read > 0;
            read = channel.read(block.clear(), position)) {
          for (int i = 0; i < read; i++) {
            lines += block.get(i) == '\n' ? 1 : 0;
          }
          position += read;
        }
      } catch (NoSuchFileException e) {
        return 0; // not made yet, or moved into place
      }
      return lines;
    }
  }

  /** Compares rates, on the first pictures of the folder. */
  private double compare(BatchCheckState state, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    double rate = BatchRate.measure(folder, compared, lines::add);
    for (String line : lines) {
      state.say(line);
    }
    return rate;
  }

  /** What is in a file. */
  private record Rows(long rows, Set<String> names, long failed, boolean torn) {

    static Rows read(Path file, boolean mayBeTorn) throws IOException {
      Set<String> names = new HashSet<>();
      long failed = 0;
      boolean torn = isTorn(file);
      if (torn && !mayBeTorn) {
        throw new IOException(file + " ends within a line");
      }
      long rows = 0;
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        String line = lines.readLine();
        while (line != null) {
          String following = lines.readLine();
          if (following != null || !torn) {
            JsonNode row = MAPPER.readTree(line);
            names.add(row.get("image").asText());
            rows++;
            failed += row.has("error") ? 1 : 0;
          }
          line = following;
        }
      }
      return new Rows(rows, names, failed, torn);
    }

    private static boolean isTorn(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.size() > 0
            && channel.read(last, channel.size() - 1) == 1
            && last.get(0) != '\n';
      }
    }
  }
}
