// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.cli.Main;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.detect.YuNetFaceDetector;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.evaluate.DetectorBenchmark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    description = "Measures face detectors against a reference: recall, precision and speed.")
final class BenchmarkDetectorCommand implements Callable<Integer> {

  private static final double REFERENCE_SCORE = 0.6;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DETECTOR",
      description =
          "embedded, trained:DIR, yunet:FILE, retinaface:FILE-OR-URL, ultranet:FILE-OR-URL, haar:FILE, whole.")
  private List<String> detectors = List.of();

  @Option(
      names = "--pictures",
      required = true,
      paramLabel = "DIR",
      description = "Folder of pictures.")
  private Path pictures = Path.of("");

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "FILE",
      description = "YuNet as ONNX, against which the others are measured.")
  private Path reference = Path.of("");

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description = "Scale every picture to this size, to compare times; as they are by default.")
  private @Nullable String size;

  @Option(
      names = "--one-thread",
      description = "OpenCV uses one thread; start with OMP_NUM_THREADS=1 for the same of PyTorch.")
  private boolean oneThread;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  BenchmarkDetectorCommand() {}

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    detectors.forEach(FaceDetectors::check);
    OpenCv.load();
    if (oneThread) {
      Core.setNumThreads(1);
    }
    Map<String, BufferedImage> images = load(spec.commandLine().getErr());
    DetectorBenchmark benchmark;
    try (YuNetFaceDetector yuNet =
        YuNetFaceDetector.builder(reference)
            .minFaceConfidence(REFERENCE_SCORE)
            .maxSide(DetectorBenchmark.REFERENCE_SIDE)
            .build()) {
      benchmark = new DetectorBenchmark(images, yuNet);
    }
    List<DetectorBenchmark.Row> rows = new ArrayList<>();
    for (String description : detectors) {
      try (FaceDetector detector = FaceDetectors.open(description)) {
        rows.add(benchmark.measure(description, detector));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(asJson(benchmark, rows).toPrettyString());
    } else {
      print(out, benchmark, rows);
    }
    return 0;
  }

  private Map<String, BufferedImage> load(PrintWriter err) throws IOException {
    ImageDecoder decoder = ImageDecoder.builder().build();
    Map<String, BufferedImage> images = new TreeMap<>();
    try (Stream<Path> files = Files.list(pictures)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try {
          BufferedImage image = decoder.decode(ImageSource.of(file));
          images.put(file.getFileName().toString(), size == null ? image : scaled(image, size));
        } catch (InvalidImageException e) {
          err.println("skipped " + file.getFileName() + ": " + Main.oneLine(e));
        }
      }
    }
    if (images.isEmpty()) {
      throw new EmotionException(pictures + " holds no pictures");
    }
    return images;
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

  private static ObjectNode asJson(DetectorBenchmark benchmark, List<DetectorBenchmark.Row> rows) {
    JsonMapper mapper = new JsonMapper();
    ObjectNode root = mapper.createObjectNode();
    root.set("required", mapper.valueToTree(new TreeMap<>(benchmark.required())));
    ArrayNode list = root.putArray("detectors");
    for (DetectorBenchmark.Row row : rows) {
      ObjectNode entry =
          list.addObject()
              .put("detector", row.detector())
              .put("required", row.required())
              .put("right", row.right())
              .put("wrong", row.wrong())
              .put("recall", row.recall())
              .put("precision", row.precision())
              .put("ms_per_picture", row.milliseconds());
      entry.set("found", mapper.valueToTree(new TreeMap<>(row.found())));
    }
    return root;
  }

  private static void print(
      PrintWriter out, DetectorBenchmark benchmark, List<DetectorBenchmark.Row> rows) {
    out.println(
        String.format(
            "%-40s %9s %7s %7s %9s %11s",
            "detector", "recall", "right", "wrong", "precision", "ms/picture"));
    for (DetectorBenchmark.Row row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-40s %8.1f%% %3d/%-3d %7d %8.1f%% %11.1f",
              row.detector(),
              100 * row.recall(),
              row.right(),
              row.required(),
              row.wrong(),
              100 * row.precision(),
              row.milliseconds()));
    }
    out.println();
    out.println("Faces found in each picture; reference: those of at least 32 pixels");
    benchmark
        .required()
        .forEach(
            (picture, required) -> {
              StringBuilder line =
                  new StringBuilder(String.format("%-28s reference %3d", picture, required));
              for (DetectorBenchmark.Row row : rows) {
                String detector = row.detector().replaceFirst(":.*", "");
                line.append(
                    String.format(", %s %d", detector, row.found().getOrDefault(picture, 0)));
              }
              out.println(line);
            });
  }
}
