// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.lab.detect.AnnotatedArchive;
import io.github.emotion4j.lab.detect.AnnotatedPicture;
import io.github.emotion4j.lab.detect.DetectionFigures;
import io.github.emotion4j.lab.detect.DetectorBenchmark;
import io.github.emotion4j.lab.detect.PointFigures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Core;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures face detectors side by side in one run. */
@Command(
    name = "benchmark-detector",
    mixinStandardHelpOptions = true,
    description = {
      "Measures face detectors on annotated photographs, or against a reference detector: average"
          + " precision, recall, precision, false faces by size, and times.",
      "Of annotated photographs only the tenth is shown that the embedded detector was not trained on."
    })
final class BenchmarkDetectorCommand implements Callable<Integer> {

  private static final double REFERENCE_CONFIDENCE = 0.6;
  private static final double KNOWN_CONFIDENCE = 0.3;
  private static final double LEAST_CONFIDENCE = 0.02;
  private static final int REFERENCE_SIDE = 1280;
  private static final double LEAST_REFERENCE_SIZE = 32;

  /** Sizes of faces, in pixels, by which figures are given. */
  private static final double[] SIZES = {16, 32, 64, 128, 1e9};

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      arity = "1..*",
      paramLabel = "DETECTOR",
      description =
          "embedded, trained:DIR, yunet:FILE, retinaface:FILE-OR-URL, ultranet:FILE-OR-URL, haar:FILE, whole.")
  private List<String> detectors = List.of();

  @Option(
      names = "--annotated",
      paramLabel = "ZIP",
      description = "Photographs in images/ and faces.csv with their boxes or points.")
  private List<Path> archives = List.of();

  @Option(
      names = "--whole",
      description = "Show all annotated photographs, also those of the training.")
  private boolean whole;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Folder of pictures whose faces the reference finds.")
  private @Nullable Path pictures;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "YuNet as ONNX: finds the faces of --pictures, and those that lack annotation.")
  private @Nullable Path reference;

  @Option(
      names = "--longer-side",
      paramLabel = "PIXELS",
      description = "Scale every picture to this; as they are by default.")
  private @Nullable Integer longerSide;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Scale every one of --pictures to this, to compare times.")
  private @Nullable String size;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Show every picture N times, in turns, and take the median of its times; some 50 for a"
              + " virtual machine that is warm (default: ${DEFAULT-VALUE}).")
  private int rounds = 1;

  @Option(
      names = "--steadiness",
      description = "Measure how far boxes move when the picture changes slightly.")
  private boolean steadiness;

  @Option(
      names = "--one-thread",
      description = "OpenCV uses one thread; start with OMP_NUM_THREADS=1 for the same of PyTorch.")
  private boolean oneThread;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private final JsonMapper mapper = new JsonMapper();
  private final ArrayNode results = mapper.createArrayNode();

  BenchmarkDetectorCommand() {}

  @Override
  public Integer call() throws IOException {
    if (archives.isEmpty() == (pictures == null)) {
      throw new EmotionException("give either --annotated or --pictures");
    }
    if (pictures != null && reference == null) {
      throw new EmotionException("--pictures need a --reference");
    }
    detectors.forEach(FaceDetectors::check);
    OpenCv.load();
    if (oneThread) {
      Core.setNumThreads(1);
    }
    Deque<FaceDetector> opened = new ArrayDeque<>();
    try {
      List<DetectorBenchmark.Contestant> contestants = new ArrayList<>();
      for (String description : detectors) {
        opened.push(FaceDetectors.open(description));
        FaceDetector usual = opened.element();
        opened.push(FaceDetectors.open(description, LEAST_CONFIDENCE));
        contestants.add(new DetectorBenchmark.Contestant(description, usual, opened.element()));
      }
      for (Path archive : archives) {
        onAnnotated(archive, contestants);
      }
      if (pictures != null && reference != null) {
        onPictures(pictures, reference, contestants);
      }
    } finally {
      opened.forEach(FaceDetector::close);
    }
    if (json) {
      spec.commandLine().getOut().println(results.toPrettyString());
    }
    return 0;
  }

  private void onAnnotated(Path file, List<DetectorBenchmark.Contestant> contestants)
      throws IOException {
    DetectorBenchmark benchmark =
        new DetectorBenchmark(
            contestants, DetectorBenchmark.LEAST_FACE, DetectorBenchmark.LEAST_FALSE, rounds);
    OptionalInt side = longerSide == null ? OptionalInt.empty() : OptionalInt.of(longerSide);
    boolean hasBoxes;
    try (AnnotatedArchive archive = new AnnotatedArchive(file);
        FaceDetector second = reference == null ? nobody() : yuNet(reference, KNOWN_CONFIDENCE)) {
      hasBoxes = archive.hasBoxes();
      for (String name : archive.names(n -> whole || AnnotatedArchive.isHeldOut(n))) {
        AnnotatedPicture picture = archive.read(name, side);
        benchmark.add(picture, hasBoxes ? List.of() : regions(second, picture.image()), steadiness);
      }
    }
    report(file.getFileName() + (whole ? "" : ", held-out tenth"), benchmark, hasBoxes, false);
  }

  private static FaceDetector yuNet(Path model, double confidence) {
    return YuNetFaceDetector.builder(model)
        .minFaceConfidence(confidence)
        .maxSide(REFERENCE_SIDE)
        .build();
  }

  private static FaceDetector nobody() {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return List.of();
      }

      @Override
      public String name() {
        return "nobody";
      }
    };
  }

  private static List<FaceRegion> regions(FaceDetector detector, BufferedImage image) {
    return detector.detect(image).stream().map(DetectedFace::region).toList();
  }

  /** The reference sees each picture with its longer side at 1280 pixels, smaller ones enlarged. */
  private void onPictures(Path folder, Path model, List<DetectorBenchmark.Contestant> contestants)
      throws IOException {
    DetectorBenchmark benchmark =
        new DetectorBenchmark(contestants, LEAST_REFERENCE_SIZE, LEAST_REFERENCE_SIZE, rounds);
    ImageDecoder decoder = ImageDecoder.builder().build();
    try (Stream<Path> files = Files.list(folder);
        FaceDetector second = yuNet(model, REFERENCE_CONFIDENCE)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try {
          BufferedImage image = decoder.decode(ImageSource.of(file));
          benchmark.add(
              AnnotatedPicture.by(
                  second,
                  REFERENCE_SIDE,
                  file.getFileName().toString(),
                  size == null ? image : scaled(image, size)),
              List.of(),
              steadiness);
        } catch (InvalidImageException e) {
          spec.commandLine()
              .getErr()
              .println("skipped " + file.getFileName() + ": " + Main.oneLine(e));
        }
      }
    }
    if (benchmark.pictures() == 0) {
      throw new EmotionException(folder + " holds no pictures");
    }
    report(folder.toString(), benchmark, true, true);
  }

  private static BufferedImage scaled(BufferedImage image, String size) {
    if (!size.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
      throw new EmotionException("--size must be like 640x480, not " + size);
    }
    int x = size.indexOf('x');
    int width = Integer.parseInt(size.substring(0, x));
    int height = Integer.parseInt(size.substring(x + 1));
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    scaled.createGraphics().drawImage(image, 0, 0, width, height, null);
    return scaled;
  }

  private void report(String what, DetectorBenchmark benchmark, boolean boxes, boolean byPicture) {
    ObjectNode node = results.addObject().put("data", what).put("pictures", benchmark.pictures());
    if (byPicture) {
      node.set("required", mapper.valueToTree(new TreeMap<>(benchmark.required())));
    }
    ArrayNode rows = node.putArray("detectors");
    for (DetectorBenchmark.Row row : benchmark.rows()) {
      ObjectNode entry = rows.addObject().put("detector", row.name());
      if (boxes) {
        putBoxes(entry, row);
      } else {
        putPoints(entry, row.points());
      }
      row.steadiness().ifPresent(median -> entry.put("steadiness", median));
      entry.put("ms_per_picture", row.milliseconds());
      if (byPicture) {
        entry.set("found", mapper.valueToTree(new TreeMap<>(row.found())));
      }
    }
    if (!json) {
      print(spec.commandLine().getOut(), node);
    }
  }

  private static void putBoxes(ObjectNode entry, DetectorBenchmark.Row row) {
    DetectionFigures reported = row.reported();
    entry
        .put("faces", reported.trueFaces())
        .put("ap", row.suspected().averagePrecision(0))
        .put("ap_of_reported", reported.averagePrecision(0))
        .put("recall", reported.recall(0))
        .put("precision", reported.precision(0))
        .put("right", reported.right(0))
        .put("false", reported.wrong(0))
        .put("calibration_error", row.suspected().calibrationError());
    ArrayNode sizes = entry.putArray("by_size");
    for (int i = 0; i + 1 < SIZES.length; i++) {
      sizes
          .addObject()
          .put("from", SIZES[i])
          .put("faces", reported.trueFaces(SIZES[i], SIZES[i + 1]))
          .put("right", reported.count(true, 0, SIZES[i], SIZES[i + 1]))
          .put("false", reported.count(false, 0, SIZES[i], SIZES[i + 1]));
    }
  }

  private static void putPoints(ObjectNode entry, PointFigures points) {
    entry
        .put("faces", points.faces())
        .put("recall", points.recall())
        .put("beyond", points.beyond())
        .put("unknown", points.unknown())
        .put("pictures_with_unknown", points.picturesWithUnknown());
  }

  private static void print(PrintWriter out, ObjectNode node) {
    int pictures = node.path("pictures").asInt();
    out.println(node.path("data").asText() + ": " + pictures + " pictures");
    for (var row : node.path("detectors")) {
      StringBuilder line = new StringBuilder(row.path("detector").asText() + ":");
      row.properties()
          .forEach(
              field -> {
                if (field.getValue().isNumber()) {
                  String value =
                      field.getValue().isInt()
                          ? field.getValue().asText()
                          : String.format(Locale.ROOT, "%.3f", field.getValue().asDouble());
                  line.append(' ').append(field.getKey()).append(' ').append(value).append(',');
                }
              });
      if (row.has("false")) {
        line.append(
            String.format(
                Locale.ROOT, " false a picture %.2f,", row.path("false").asDouble() / pictures));
      }
      out.println(line.substring(0, line.length() - 1));
      for (var bin : row.path("by_size")) {
        out.println(
            String.format(
                Locale.ROOT,
                "    from %3.0f pixels: %d of %d faces, %d false",
                bin.path("from").asDouble(),
                bin.path("right").asInt(),
                bin.path("faces").asInt(),
                bin.path("false").asInt()));
      }
    }
    if (node.has("required")) {
      node.path("required")
          .properties()
          .forEach(
              picture -> {
                StringBuilder line =
                    new StringBuilder(
                        "    " + picture.getKey() + ": reference " + picture.getValue());
                for (var row : node.path("detectors")) {
                  line.append(", ").append(row.path("detector").asText().replaceFirst(":.*", ""));
                  line.append(' ').append(row.path("found").path(picture.getKey()));
                }
                out.println(line);
              });
    }
  }
}
