// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.video.AnalyzedFrame;
import io.github.emotion4j.video.AnnotatedVideo;
import io.github.emotion4j.video.EmotionTimeline;
import io.github.emotion4j.video.FrameLog;
import io.github.emotion4j.video.VideoAnalyzer;
import io.github.emotion4j.video.VideoException;
import io.github.emotion4j.video.VideoInfo;
import io.github.emotion4j.video.VideoReader;
import io.github.emotion4j.video.VideoSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the emotions in a video. */
@Command(
    name = "video",
    mixinStandardHelpOptions = true,
    description =
        "Says who shows which emotion, when. A camera or stream is read until --to, its end, or"
            + " Ctrl-C; what was analyzed until then is kept.")
final class VideoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      paramLabel = "FILE|camera:0|ADDRESS",
      description = "A video file, a camera of this machine, or a stream such as rtsp://...")
  private String source = "";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Write a row a face and frame, with its seconds and track.")
  private @Nullable Path csv;

  @Option(names = "--jsonl", paramLabel = "FILE", description = "Write a line of JSON a frame.")
  private @Nullable Path jsonl;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw each person's emotions over time: a PNG file.")
  private @Nullable Path plot;

  @Option(
      names = "--annotate",
      paramLabel = "FILE",
      description = "Write the video with boxes, numbers and emotions: .mp4, .mkv or .avi.")
  private @Nullable Path annotate;

  @Mixin private OverwriteOption overwrite = new OverwriteOption();

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Take every N-th frame; default all.")
  private int every;

  @Option(names = "--rate", paramLabel = "N", description = "Take at most N frames a second.")
  private @Nullable Double rate;

  @Option(names = "--from", paramLabel = "SECONDS", description = "Begin at a time.")
  private @Nullable Double from;

  @Option(names = "--to", paramLabel = "SECONDS", description = "End at a time.")
  private @Nullable Double to;

  @Mixin private DetectorOptions detectors = new DetectorOptions();

  VideoCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    detectors.check();
    VideoSource video = VideoSource.parse(source);
    checkTimes(video);
    Set<Path> targets = new HashSet<>();
    checkTarget("--csv", csv, List.of(), targets);
    checkTarget("--jsonl", jsonl, List.of(), targets);
    checkTarget("--plot", plot, List.of(".png"), targets);
    checkTarget("--annotate", annotate, AnnotatedVideo.NAME_ENDINGS, targets);
    EmotionTimeline.Builder timeline = new EmotionTimeline.Builder();
    try (EmotionDetector detector = detectors.newDetector(ImageDecoder.builder().build())) {
      VideoAnalyzer analyzer = VideoAnalyzer.builder(detector).reading(this::settings).build();
      analyze(analyzer, video, timeline, err);
    } finally { // after a failure, too: what was analyzed is not lost
      finish(timeline.build(), out);
    }
    return 0;
  }

  /** Checks before models are loaded what is known to be wrong. */
  private void checkTimes(VideoSource video) {
    if (rate != null && !(rate > 0 && rate <= 1000)) {
      throw new IllegalArgumentException("--rate must be above 0 and at most 1000, not " + rate);
    }
    if (to != null && !(to > (from == null ? 0 : from))) {
      throw new IllegalArgumentException(
          "--to must be after " + (from == null ? "0" : "--from " + from) + ", not " + to);
    }
    settings(VideoReader.builder(video));
  }

  private void checkTarget(
      String option, @Nullable Path file, List<String> endings, Set<Path> others) {
    if (file == null) {
      return;
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!endings.isEmpty() && endings.stream().noneMatch(name::endsWith)) {
      throw new IllegalArgumentException(
          option + " takes a file named *" + String.join(", *", endings) + ", not " + file);
    }
    if (isVideo(file)) {
      throw new IllegalArgumentException(file + " is the video itself");
    }
    if (!others.add(file.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(option + " " + file + " is another option's file, too");
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(option + " takes a file, and " + file + " is a folder");
    }
    overwrite.check(option, file);
  }

  private boolean isVideo(Path file) {
    try {
      return Files.isSameFile(file, Path.of(source));
    } catch (IOException | InvalidPathException e) {
      return false; // one of them is missing, or an address
    }
  }

  private VideoReader.Builder settings(VideoReader.Builder reader) {
    reader.every(every);
    if (rate != null) {
      reader.framesASecond(rate);
    }
    if (from != null) {
      reader.from(duration(from));
    }
    if (to != null) {
      reader.to(duration(to));
    }
    return reader;
  }

  private static Duration duration(double seconds) {
    if (!(seconds >= 0 && seconds < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("a time in seconds is 0 or more, not " + seconds);
    }
    return Duration.ofNanos(Math.round(1e9 * seconds));
  }

  private void analyze(
      VideoAnalyzer analyzer,
      VideoSource video,
      EmotionTimeline.Builder timeline,
      PrintWriter err) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try (Stream<AnalyzedFrame> frames = analyzer.frames(video)) {
      AtSignal.end(
          frames::close,
          () -> {
            try {
              Consumer<AnalyzedFrame> outputs = outputs(open);
              VideoProgress progress =
                  new VideoProgress(err, to == null ? 0 : to, System::nanoTime);
              Iterator<AnalyzedFrame> each = frames.iterator();
              while (each.hasNext()) {
                AnalyzedFrame frame = each.next();
                timeline.add(frame.result());
                outputs.accept(frame);
                progress.done(frame);
              }
              return timeline;
            } finally {
              close(open); // the files are whole before the program ends
            }
          });
    }
  }

  private Consumer<AnalyzedFrame> outputs(Deque<AutoCloseable> open) {
    Consumer<AnalyzedFrame> outputs = frame -> {};
    if (csv != null) {
      FrameLog log = FrameLog.csv(csv);
      open.push(log);
      outputs = outputs.andThen(frame -> log.write(frame.result()));
    }
    if (jsonl != null) {
      FrameLog log = FrameLog.jsonLines(jsonl);
      open.push(log);
      outputs = outputs.andThen(frame -> log.write(frame.result()));
    }
    if (annotate != null) {
      Path file = annotate;
      AnnotatedVideo[] video = new AnnotatedVideo[1]; // made when its size is known
      outputs =
          outputs.andThen(
              frame -> {
                if (video[0] == null) {
                  video[0] = AnnotatedVideo.create(file, frame.video(), written(frame.video()));
                  open.push(video[0]);
                }
                video[0].write(frame.image(), frame.result());
              });
    }
    return outputs;
  }

  private double written(VideoInfo video) {
    double taken = video.framesASecond() / every;
    return rate == null ? taken : Math.min(taken, rate);
  }

  private static void close(Deque<AutoCloseable> open) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new VideoException("A file can't be ended: " + e.getMessage(), e);
      }
    }
  }

  private void finish(EmotionTimeline timeline, PrintWriter out) {
    if (timeline.frames() == 0) {
      return; // why is told as an error
    }
    for (EmotionTimeline.Person person : timeline.people()) {
      out.printf(
          Locale.ROOT,
          "person %d, %.1f to %.1f s: %s for %.0f %%, %s%n",
          person.track(),
          person.began().toNanos() / 1e9,
          person.ended().toNanos() / 1e9,
          person.dominantEmotion(),
          100 * person.shares().getOrDefault(person.dominantEmotion(), 0.0),
          count(person.changes(), "change", "changes"));
    }
    out.println(
        count(timeline.frames(), "frame", "frames")
            + ", "
            + count(timeline.people().size(), "person", "people"));
    if (plot != null && !timeline.people().isEmpty()) {
      timeline.writePlot(plot);
    }
  }

  private static String count(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
