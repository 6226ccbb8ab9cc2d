// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.sun.management.OperatingSystemMXBean;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.tracking.EmotionTracker;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import io.github.emotion4j.video.VideoAnalyzer;
import io.github.emotion4j.video.VideoException;
import io.github.emotion4j.video.VideoReader;
import io.github.emotion4j.video.VideoSource;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast videos are analyzed, and how steady what is told of them is. */
@Command(
    name = "benchmark-video",
    mixinStandardHelpOptions = true,
    description =
        "Prints frames a second beside decoding alone, with and without other processes; and, on a"
            + " photograph that is moved and made noisy: flicker, steadiness, lag, crossings,"
            + " memory.")
final class BenchmarkVideoCommand implements Callable<Integer> {

  private static final double RATE = 25;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final double NOISE = 12;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--video",
      required = true,
      paramLabel = "FILE",
      description = "A video, such as of 640x360 with one face.")
  private Path video = Path.of("");

  @Option(
      names = "--photo",
      required = true,
      paramLabel = "FILE",
      description = "A photograph with one large face.")
  private Path photo = Path.of("");

  @Option(
      names = "--other",
      required = true,
      paramLabel = "FILE",
      description = "A photograph with another one.")
  private Path other = Path.of("");

  @Option(
      names = "--busy",
      defaultValue = "0",
      description = "How many other processes compute meanwhile; default 0.")
  private int busy;

  @Option(names = "--rounds", defaultValue = "5", description = "How often each is timed.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long the made scenes are, 25 frames a second.")
  private double seconds;

  @Option(
      names = "--memory-frames",
      defaultValue = "0",
      description = "How many frames to look for growing memory; default 0, not at all.")
  private int memoryFrames;

  BenchmarkVideoCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Process> others = new ArrayList<>();
    try (EmotionDetector detector = EmotionDetector.create()) {
      for (int i = 0; i < busy; i++) {
        others.add(startBusy());
      }
      speed(detector, out);
      others.forEach(Process::destroyForcibly);
      if (seconds > 0) {
        Face face = face(detector, photo);
        still(detector, face, out);
        moving(detector, face, out);
        crossings(detector, face, face(detector, other), out);
      }
      if (memoryFrames > 0) {
        memory(detector, out);
      }
    } finally {
      others.forEach(Process::destroyForcibly);
    }
    return 0;
  }

  private static Process startBusy() throws IOException {
    return JavaProcess.builder(
            List.of("-XX:+UseSerialGC"),
            System.getProperty("java.class.path"),
            BusyLoop.class.getName(),
            Long.toString(ProcessHandle.current().pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void speed(EmotionDetector detector, PrintWriter out) {
    VideoSource source = VideoSource.of(video);
    VideoAnalyzer analyzer = VideoAnalyzer.of(detector);
    List<Double> decoding = new ArrayList<>();
    List<Double> analysis = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int round = -1; round < rounds; round++) { // the first warms up
      long begin = System.nanoTime();
      long frames = decode(source);
      double decoded = frames / ((System.nanoTime() - begin) / 1e9);
      long cpu = SYSTEM.getProcessCpuTime();
      begin = System.nanoTime();
      frames = analyzer.analyze(source).frames();
      if (round >= 0) {
        decoding.add(decoded);
        analysis.add(frames / ((System.nanoTime() - begin) / 1e9));
        processor.add((SYSTEM.getProcessCpuTime() - cpu) / 1e6 / frames);
      }
    }
    out.printf(
        Locale.ROOT,
        "beside %d busy processes, frames a second, median (best) of %d: decoding %.0f (%.0f),"
            + " analysis %.1f (%.1f); processor time of a frame %.1f (%.1f) ms%n",
        busy,
        rounds,
        median(decoding),
        best(decoding),
        median(analysis),
        best(analysis),
        median(processor),
        processor.stream().mapToDouble(it -> it).min().orElse(0));
  }

  private static long decode(VideoSource source) {
    long frames = 0;
    try (VideoReader reader = VideoReader.open(source)) {
      while (reader.next().isPresent()) {
        frames++;
      }
    }
    return frames;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  private static double best(List<Double> values) {
    return values.stream().mapToDouble(it -> it).max().orElse(0);
  }

  /** A photograph, and where in it the face is. */
  private record Face(BufferedImage picture, FaceRegion region) {}

  private static Face face(EmotionDetector detector, Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    List<EmotionResult> faces = picture == null ? List.of() : detector.analyze(picture);
    if (picture == null || faces.isEmpty()) {
      throw new VideoException("No face is found in " + file);
    }
    FaceRegion largest =
        faces.stream()
            .map(EmotionResult::region)
            .max((a, b) -> Integer.compare(a.height(), b.height()))
            .orElseThrow();
    return new Face(picture, largest);
  }

  /**
   * Draws a photograph so that its face, with some of what is around it, has a place and a size.
   */
  private static void draw(BufferedImage frame, Face face, double x, double y, double height) {
    FaceRegion region = face.region();
    double scale = height / region.height();
    Graphics2D graphics = frame.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setClip(
        new Ellipse2D.Double(x - height * 0.6, y - height * 0.75, height * 1.2, height * 1.5));
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(scale, scale);
    place.translate(-region.x() - region.width() / 2.0, -region.y() - region.height() / 2.0);
    graphics.drawImage(face.picture(), place, null);
    graphics.dispose();
  }

  private static BufferedImage background() {
    BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    byte[] pixels = bytes(frame);
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % WIDTH;
      int y = i / 3 / WIDTH;
      pixels[i] = (byte) (110 + 40 * Math.sin(x / 37.0) + 25 * Math.sin(y / 23.0 + x / 90.0));
    }
    return frame;
  }

  private static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  private static void addNoise(BufferedImage frame, Random random) {
    byte[] pixels = bytes(frame);
    for (int i = 0; i < pixels.length; i++) {
      double value = (pixels[i] & 0xFF) + NOISE * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
  }

  private static Duration at(int frame) {
    return Duration.ofNanos(Math.round(1e9 * frame / RATE));
  }

  /** Flicker and steadiness: a face that does not move, in front of a noisy camera. */
  private void still(EmotionDetector detector, Face face, PrintWriter out) {
    EmotionTracker tracker = EmotionTracker.of(detector);
    Random random = new Random(1);
    int rawChanges = 0;
    int changes = 0;
    int missed = 0;
    List<Double> rawMoves = new ArrayList<>();
    List<Double> moves = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    Optional<TrackedFace> before = Optional.empty();
    int frames = (int) (seconds * RATE);
    for (int i = 0; i < frames; i++) {
      BufferedImage frame = background();
      draw(frame, face, 320, 180, 110);
      addNoise(frame, random);
      Optional<TrackedFace> now = tracker.next(frame, at(i)).faces().stream().findFirst();
      missed += now.flatMap(TrackedFace::reading).isPresent() ? 0 : 1;
      if (now.isPresent() && before.isPresent()) {
        TrackedFace last = before.get();
        changes += now.get().emotion() == last.emotion() ? 0 : 1;
        moves.add(move(last.smoothed().region(), now.get().smoothed().region()));
        if (now.get().reading().isPresent() && last.reading().isPresent()) {
          EmotionResult reading = now.get().reading().get();
          EmotionResult previous = last.reading().get();
          rawChanges += reading.dominantEmotion() == previous.dominantEmotion() ? 0 : 1;
          rawMoves.add(move(previous.region(), reading.region()));
        }
      }
      now.ifPresent(it -> numbers.add(it.track()));
      before = now;
    }
    double minutes = frames / RATE / 60;
    out.printf(
        Locale.ROOT,
        "still face, noise of %.0f: %d numbers, %d of %d frames without it; changes of the dominant"
            + " emotion a minute: %.1f, frame by frame %.1f; the box moves by %.2f %% (median),"
            + " %.2f %% (19 of 20), found boxes by %.2f %% and %.2f %%%n",
        NOISE,
        numbers.size(),
        missed,
        frames,
        changes / minutes,
        rawChanges / minutes,
        100 * quantile(moves, 0.5),
        100 * quantile(moves, 0.95),
        100 * quantile(rawMoves, 0.5),
        100 * quantile(rawMoves, 0.95));
  }

  private static double move(FaceRegion from, FaceRegion to) {
    double across = to.x() - from.x() + (to.width() - from.width()) / 2.0;
    double down = to.y() - from.y() + (to.height() - from.height()) / 2.0;
    return Math.hypot(across, down) / Math.sqrt((double) from.width() * from.height());
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1)));
  }

  /** Lag: a face that starts, moves and stops, as far as its box is behind what was found. */
  private void moving(EmotionDetector detector, Face face, PrintWriter out) {
    for (double speed : new double[] {60, 120, 240}) {
      EmotionTracker tracker = EmotionTracker.of(detector);
      Random random = new Random(2);
      Set<Integer> numbers = new HashSet<>();
      double offset = Double.NaN;
      double worst = 0;
      List<Double> behind = new ArrayList<>();
      for (int i = 0; i < 3 * RATE; i++) {
        double x = 140 + speed * Math.max(0, Math.min(1.4, i / RATE - 1));
        BufferedImage frame = background();
        draw(frame, face, x, 180, 110);
        addNoise(frame, random);
        Optional<TrackedFace> now = tracker.next(frame, at(i)).faces().stream().findFirst();
        if (now.isPresent()) {
          numbers.add(now.get().track());
          FaceRegion region = now.get().smoothed().region();
          double centre = region.x() + region.width() / 2.0 - x;
          offset = i < RATE ? centre : offset; // where the detector sees the middle of this face
          if (i >= RATE) {
            behind.add(Math.abs(centre - offset) / speed);
            worst = Math.max(worst, Math.abs(centre - offset) / speed);
          }
        }
      }
      out.printf(
          Locale.ROOT,
          "face at %.0f pixels a second, from rest to rest: %d numbers, behind by %.0f ms (median),"
              + " %.0f ms (worst)%n",
          speed,
          numbers.size(),
          1000 * quantile(behind, 0.5),
          1000 * worst);
    }
  }

  /** Identity: two faces that cross at ten speeds. */
  private static void crossings(
      EmotionDetector detector, Face behind, Face before, PrintWriter out) {
    int switched = 0;
    int fragmented = 0;
    for (int trial = 0; trial < 10; trial++) {
      EmotionTracker tracker = EmotionTracker.of(detector);
      Random random = new Random(trial);
      double speed = 100 + 20 * trial;
      int frames = (int) (440 / speed * RATE);
      List<Integer> first = List.of();
      List<Integer> last = List.of();
      Set<Integer> numbers = new HashSet<>();
      for (int i = 0; i <= frames; i++) {
        double way = speed * i / RATE;
        BufferedImage frame = background();
        draw(frame, behind, 100 + way, 175, 100);
        draw(frame, before, 540 - way, 185, 100);
        addNoise(frame, random);
        TrackedFrame result = tracker.next(frame, at(i));
        result.faces().forEach(it -> numbers.add(it.track()));
        List<Integer> pair =
            List.of(nearest(result, 100 + way).orElse(0), nearest(result, 540 - way).orElse(0));
        if (first.isEmpty() && !pair.contains(0)) {
          first = pair;
        }
        last = pair;
      }
      switched += first.equals(last) ? 0 : 1;
      fragmented += numbers.size() == 2 ? 0 : 1;
    }
    out.printf(
        "ten crossings: %d end with other numbers, %d with more than two numbers%n",
        switched, fragmented);
  }

  private static Optional<Integer> nearest(TrackedFrame frame, double x) {
    return frame.faces().stream()
        .filter(
            face -> {
              FaceRegion region = face.smoothed().region();
              return Math.abs(region.x() + region.width() / 2.0 - x) < 40;
            })
        .map(TrackedFace::track)
        .findFirst();
  }

  /** Memory: the same video again and again, as one long one. */
  private void memory(EmotionDetector detector, PrintWriter out) {
    List<BufferedImage> frames = new ArrayList<>();
    try (VideoReader reader = VideoReader.open(VideoSource.of(video))) {
      reader.next().ifPresent(frame -> frames.add(frame.image()));
      while (frames.size() < 72) {
        Optional<io.github.emotion4j.video.VideoFrame> next = reader.next();
        if (next.isEmpty()) {
          break;
        }
        frames.add(next.get().image());
      }
    }
    EmotionTracker tracker = EmotionTracker.of(detector);
    long early = 0;
    for (int i = 0; i < memoryFrames; i++) {
      tracker.next(frames.get(i % frames.size()), at(i));
      if (i == memoryFrames / 4) {
        early = resident();
      }
    }
    out.printf(
        Locale.ROOT,
        "%d frames: %d MiB resident after a quarter, %d MiB at the end%n",
        memoryFrames,
        early,
        resident());
  }

  private static long resident() {
    System.gc();
    return ProcessMemory.residentKib(ProcessHandle.current().pid()).orElse(0) / 1024;
  }
}
