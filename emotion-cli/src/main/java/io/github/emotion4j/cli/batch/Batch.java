// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Analyzes any number of pictures into one file, and goes on where it was killed.
 *
 * <p>Rows are kept in a journal beside the file, {@code FILE.part}, and are on the disk before they
 * count as done. The file itself is made of the journal at the end, in one step: at every moment it
 * is absent, or the whole result of an earlier run, or the whole result.
 */
public final class Batch {

  private static final long FORCE_NANOS = Duration.ofMillis(500).toNanos();

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new EmotionJsonModule())
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Settings settings;
  private final PrintWriter err;
  private final Path file;
  private final Path part;
  private final NameSet known = new NameSet();
  private final BatchSummary summary = new BatchSummary();

  /**
   * What is to be done.
   *
   * @param arguments what names the pictures
   * @param listing how they are listed
   * @param out the file of results; its name tells the format
   * @param retryFailed whether pictures that failed in an earlier run are analyzed again
   * @param analysis what the detector is made with
   * @param words rewrites the messages of failures
   */
  public record Settings(
      List<String> arguments,
      PictureListing.Options listing,
      Path out,
      boolean retryFailed,
      AnalysisSettings analysis,
      UnaryOperator<String> words) {

    /**
     * Checks the name of the file.
     *
     * @param arguments what names the pictures
     * @param listing how they are listed
     * @param out the file of results
     * @param retryFailed whether failures are analyzed again
     * @param analysis what the detector is made with
     * @param words rewrites the messages of failures
     * @throws IllegalArgumentException if it tells no format
     */
    public Settings {
      arguments = List.copyOf(arguments);
      ResultFormat.of(out);
    }
  }

  private Batch(Settings settings, PrintWriter err) throws IOException {
    this.settings = settings;
    this.err = err;
    this.file =
        Files.exists(settings.out())
            ? settings.out().toRealPath()
            : settings.out().toAbsolutePath();
    this.part = file.resolveSibling(file.getFileName() + ".part");
  }

  /**
   * Analyzes what is not in the file yet.
   *
   * @param detector analyzes
   * @param settings what is to be done
   * @param out receives the summary
   * @param err receives the progress
   * @return whether any picture could be analyzed, now or in an earlier run
   * @throws IOException if the results can't be written, or those of an earlier run not be read
   * @throws IllegalArgumentException if the rows of an earlier run were made with other settings;
   *     nothing is changed then
   */
  public static boolean run(
      EmotionDetector detector, Settings settings, PrintWriter out, PrintWriter err)
      throws IOException {
    return new Batch(settings, err).run(detector, out);
  }

  private boolean run(EmotionDetector detector, PrintWriter out) throws IOException {
    long begin = System.nanoTime();
    requireSameSettings();
    prepare();
    long before;
    try (Journal journal = Journal.open(part, this::know)) {
      settings.analysis().write(file);
      before = summary.pictures();
      analyze(detector, journal);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    finish();
    AtomicFile.write(file.resolveSibling(file.getFileName() + ".png"), summary::draw);
    summary.print(
        out::println, summary.pictures() - before, Duration.ofNanos(System.nanoTime() - begin));
    return summary.failed() < summary.pictures();
  }

  /** Rows of one file are comparable only where one model made them. */
  private void requireSameSettings() throws IOException {
    if (!Files.exists(file) && !(Files.exists(part) && Files.size(part) > 0)) {
      return; // there are no rows
    }
    Optional<AnalysisSettings> before = AnalysisSettings.read(file);
    if (before.isEmpty()) {
      err.println(
          AnalysisSettings.beside(file)
              + " is missing: with which model and options the earlier results were made is not"
              + " known; they are kept");
      return;
    }
    List<String> differences = settings.analysis().differencesTo(before.get());
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "The results in "
              + (Files.exists(part) ? part : file)
              + " were made with other options: "
              + String.join("; ", differences)
              + ". Give the same ones, or another --out, or delete "
              + file
              + "* to begin anew");
    }
  }

  /** Makes the journal of an earlier run's file, or of the journal without its failures. */
  private void prepare() throws IOException {
    AtomicFile.createFolder(part.getParent());
    boolean retry = settings.retryFailed();
    if (Files.exists(part)) {
      if (retry) {
        Journal.open(part, row -> {}).close(); // without a torn line
        copy(ResultFormat.JSON_LINES, part, true);
      }
    } else if (Files.exists(file)) {
      copy(ResultFormat.of(file), file, retry);
    }
  }

  private void copy(ResultFormat format, Path from, boolean withoutFailures) throws IOException {
    AtomicFile.write(
        part,
        stream ->
            format.read(
                from,
                row -> {
                  if (!(withoutFailures && row.has("error"))) {
                    stream.write(Journal.line(row));
                  }
                }));
  }

  private void know(ObjectNode row) throws IOException {
    if (!known.add(row.path("image").asText())) {
      throw new IOException(part + " has two results of " + row.path("image").asText());
    }
    summary.add(row);
  }

  private void analyze(EmotionDetector detector, Journal journal) throws IOException {
    try (BatchProgress progress =
            new BatchProgress(settings.arguments(), settings.listing(), summary.pictures(), err);
        PictureListing listing =
            new PictureListing(settings.arguments(), settings.listing(), known::add);
        Stream<AnalysisOutcome> outcomes = detector.analyzeAll(readable(listing, journal))) {
      long forced = System.nanoTime();
      for (Iterator<AnalysisOutcome> each = outcomes.iterator(); each.hasNext(); ) {
        add(journal, each.next());
        if (System.nanoTime() - forced > FORCE_NANOS) {
          journal.force();
          progress.done(summary.pictures());
          forced = System.nanoTime();
        }
      }
      journal.force();
      progress.done(summary.pictures());
    }
  }

  /** The pictures, unordered; of those that are none, the failure is a result at once. */
  private Stream<ImageSource> readable(PictureListing listing, Journal journal) {
    Iterator<ImageSource> sources =
        new Iterator<>() {
          private Optional<ImageSource> next = Optional.empty();

          @Override
          public boolean hasNext() {
            while (next.isEmpty() && listing.hasNext()) {
              Picture picture = listing.next();
              if (picture.failure().isPresent()) {
                addUnchecked(
                    journal,
                    new AnalysisOutcome.Failure(picture.source(), picture.failure().get()));
              } else {
                next = Optional.of(picture.source());
              }
            }
            return next.isPresent();
          }

          @Override
          public ImageSource next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            ImageSource source = next.orElseThrow();
            next = Optional.empty();
            return source;
          }
        };
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(sources, 0), false);
  }

  private void addUnchecked(Journal journal, AnalysisOutcome outcome) {
    try {
      add(journal, outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Journal journal, AnalysisOutcome outcome) throws IOException {
    ObjectNode row = MAPPER.valueToTree(outcome);
    if (row.get("error") instanceof ObjectNode error) {
      error.put("message", settings.words().apply(error.path("message").asText()));
    }
    journal.add(row);
    summary.add(row);
  }

  /**
   * Reads a file of results of any format.
   *
   * @param results the file; its name tells the format
   * @param lines receives its rows as lines of JSON
   * @throws IOException if it can't be read, or is none of ours
   */
  public static void toJsonLines(Path results, OutputStream lines) throws IOException {
    ResultFormat.of(results).read(results, row -> lines.write(Journal.line(row)));
  }

  private void finish() throws IOException {
    ResultFormat format = ResultFormat.of(file);
    if (format == ResultFormat.JSON_LINES) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      AtomicFile.write(file, stream -> format.write(stream, part));
      Files.delete(part);
    }
  }
}
