// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.cli.batch.Batch;
import io.github.emotion4j.cli.batch.PictureListing;
import java.io.IOException;
import java.io.PrintWriter;
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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes a folder of pictures of which some are broken, lets {@code emotion4j batch} analyze it, and
 * kills it at random moments; fails if a picture is lost or repeated, or a file is not valid after
 * a kill. Says how memory went, and compares the rate with {@code analyzeAll} in a loop.
 */
@Command(
    name = "batch-check",
    mixinStandardHelpOptions = true,
    description =
        "Kills a batch at random moments, and looks whether it loses or repeats anything.")
final class BatchCheckCommand implements Callable<Integer> {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int ROUNDS = 3;
  private static final int LOOP = 16;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--pictures",
      required = true,
      description = "Folder of photographs, of which the pictures are made.")
  private @Nullable Path pictures;

  @Option(names = "--work", required = true, description = "Folder to work in, made anew.")
  private @Nullable Path work;

  @Option(names = "--count", description = "How many pictures (default: ${DEFAULT-VALUE}).")
  private int count = 20_000;

  @Option(names = "--kills", description = "How often it is killed (default: ${DEFAULT-VALUE}).")
  private int kills = 5;

  @Option(
      names = "--compare",
      description = "Of how many pictures rates are compared (default: ${DEFAULT-VALUE}).")
  private int compared = 500;

  @Option(names = "--seed", description = "Of the moments (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  BatchCheckCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (pictures == null || work == null) {
      throw new IllegalStateException("picocli sets the fields before it calls");
    }
    PrintWriter out = spec.commandLine().getOut();
    Path folder = Files.createDirectories(work.resolve("pictures"));
    int broken = ManyPictures.write(pictures, folder, count);
    out.printf(Locale.ROOT, "%d pictures, %d of them broken%n", count, broken);
    boolean good = kill(out, folder, broken);
    if (compared > 0) {
      compare(out, folder);
    }
    return good ? 0 : 1;
  }

  private boolean kill(PrintWriter out, Path folder, int broken)
      throws IOException, InterruptedException {
    Path file = work.resolve("results.jsonl");
    Path part = work.resolve("results.jsonl.part");
    Files.deleteIfExists(file);
    Files.deleteIfExists(part);
    long[] moments = new Random(seed).longs(kills, 1, count).sorted().toArray();
    for (long moment : moments) {
      run(out, folder, file, part, moment);
      Rows rows = Rows.read(part, true);
      out.printf(
          Locale.ROOT,
          "killed at %d rows or more: %d whole rows, %d names, %s after them; the file itself is"
              + " %s%n",
          moment,
          rows.rows(),
          rows.names().size(),
          rows.torn() ? "a torn one" : "nothing",
          Files.exists(file) ? "there" : "not there yet");
      if (rows.rows() != rows.names().size() || Files.exists(file)) {
        return false;
      }
    }
    run(out, folder, file, part, Long.MAX_VALUE);
    Rows rows = Rows.read(file, false);
    out.printf(
        Locale.ROOT,
        "at the end: %d rows of %d names, %d failed%n",
        rows.rows(),
        rows.names().size(),
        rows.failed());
    return rows.rows() == count && rows.names().size() == count && rows.failed() == broken;
  }

  /** Runs a batch until it has as many rows, and then kills it, or to its end. */
  private void run(PrintWriter out, Path folder, Path file, Path part, long rows)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        JavaProcess.builder(
                List.of("-Xmx512m"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "batch",
                folder.toString(),
                "--out",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()))
            .start();
    List<String> resident = new ArrayList<>();
    long next = System.nanoTime();
    LineCount lines = new LineCount();
    while (process.isAlive() && lines.of(part) < rows) {
      TimeUnit.MILLISECONDS.sleep(200);
      if (System.nanoTime() > next) {
        next += TimeUnit.SECONDS.toNanos(20);
        ProcessMemory.residentKib(process.pid())
            .ifPresent(kib -> resident.add(Long.toString(kib >> 10)));
      }
    }
    process.destroyForcibly().waitFor();
    out.printf(
        Locale.ROOT,
        "ran for %d s; resident MiB every 20 s: %s%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
        String.join(" ", resident));
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

  private void compare(PrintWriter out, Path folder) throws IOException {
    List<Path> some;
    try (Stream<Path> files = Files.list(folder)) {
      some = files.sorted().limit(compared).toList();
    }
    Path list = work.resolve("list.txt");
    Files.write(list, some.stream().map(Path::toString).toList());
    PrintWriter nobody = new PrintWriter(PrintWriter.nullWriter());
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (int round = 0; round <= ROUNDS; round++) {
        long begin = System.nanoTime();
        for (int from = 0; from < some.size(); from += LOOP) {
          detector.analyzeAll(
              some.subList(from, Math.min(some.size(), from + LOOP)).stream()
                  .map(ImageSource::of)
                  .toList());
        }
        double loop = some.size() / ((System.nanoTime() - begin) / 1e9);
        Path file = work.resolve("compare.jsonl");
        Files.deleteIfExists(file);
        begin = System.nanoTime();
        Batch.run(
            detector,
            new Batch.Settings(
                List.of(list.toString()),
                new PictureListing.Options(true, Integer.MAX_VALUE, true, true, 64 << 20),
                file,
                false,
                UnaryOperator.identity()),
            nobody,
            nobody);
        double batch = some.size() / ((System.nanoTime() - begin) / 1e9);
        out.printf(
            Locale.ROOT,
            "%s: analyzeAll in a loop %.1f pictures a second, batch %.1f: %.0f %%%n",
            round == 0 ? "warming up" : "round " + round,
            loop,
            batch,
            100 * batch / loop);
      }
    }
  }

  /** What is in a file. */
  private record Rows(long rows, Set<String> names, long failed, boolean torn) {

    static Rows read(Path file, boolean mayBeTorn) throws IOException {
      Set<String> names = new HashSet<>();
      long rows = 0;
      long failed = 0;
      String text = Files.readString(file);
      boolean torn = !text.isEmpty() && !text.endsWith("\n");
      if (torn && !mayBeTorn) {
        throw new IOException(file + " ends within a line");
      }
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        JsonNode row = MAPPER.readTree(line);
        names.add(row.get("image").asText());
        rows++;
        failed += row.has("error") ? 1 : 0;
      }
      return new Rows(rows, names, failed, torn);
    }
  }
}
