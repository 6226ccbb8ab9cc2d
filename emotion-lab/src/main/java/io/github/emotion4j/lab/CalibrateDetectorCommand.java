// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.evaluate.DetectionFigures;
import io.github.emotion4j.training.evaluate.SceneBenchmark;
import io.github.emotion4j.training.scene.Backgrounds;
import io.github.emotion4j.training.scene.FacePhotographs;
import io.github.emotion4j.training.scene.FaceTeacher;
import io.github.emotion4j.training.scene.FaceTemplate;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.ValidationScenes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how good a face detector is on composed scenes, and which threshold suits it. */
@Command(
    name = "calibrate-detector",
    mixinStandardHelpOptions = true,
    description = {
      "Measures trained face detectors on composed scenes, and says which threshold suits them.",
      "The scenes show PublicTest's faces on backgrounds that train-detector holds out; they are the"
          + " same in every run with the same data."
    })
final class CalibrateDetectorCommand implements Callable<Integer> {

  /** Surely less than any threshold to be chosen. */
  private static final double LEAST_CONFIDENCE = 0.05;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private SceneOptions options = new SceneOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "embedded, or a folder that train-detector wrote.")
  private List<String> models = List.of();

  @Option(
      names = "--scenes",
      defaultValue = "800",
      description = "Number of scenes; default ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--least-size",
      defaultValue = "0",
      paramLabel = "PIXELS",
      description = "The smallest faces that count; default ${DEFAULT-VALUE}.")
  private double leastSize;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  CalibrateDetectorCommand() {}

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    if (count < 1) {
      throw new EmotionException("--scenes must be at least 1, not " + count);
    }
    Map<String, FaceModelFile> files = new LinkedHashMap<>();
    models.forEach(
        model ->
            files.put(model, FaceModelArgument.read(model))); // fails now, not after the scenes
    SceneBenchmark benchmark = new SceneBenchmark(scenes(spec.commandLine().getErr()), leastSize);
    JsonMapper mapper = new JsonMapper();
    ArrayNode rows = mapper.createArrayNode();
    for (Map.Entry<String, FaceModelFile> entry : files.entrySet()) {
      FaceModelFile file = entry.getValue();
      try (SingleShotFaceDetector detector =
          file.newDetector().scoreThreshold(LEAST_CONFIDENCE).leastFaceSize(leastSize).build()) {
        DetectionFigures figures = benchmark.measure(detector);
        ObjectNode row =
            rows.addObject()
                .put("detector", entry.getKey())
                .put("faces", figures.trueFaces())
                .put("average_precision", figures.averagePrecision());
        put(row.putObject("own"), figures, file.card().scoreThreshold());
        put(row.putObject("best_f1"), figures, figures.bestThreshold());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(rows.toPrettyString());
    } else {
      rows.forEach(row -> print(out, row));
    }
    return 0;
  }

  private static void put(ObjectNode row, DetectionFigures figures, double threshold) {
    row.put("threshold", threshold)
        .put("recall", figures.recall(threshold))
        .put("precision", figures.precision(threshold));
  }

  private static void print(PrintWriter out, JsonNode row) {
    out.println(
        String.format(
            Locale.ROOT,
            "%s: average precision %.3f, %d faces",
            row.path("detector").asText(),
            row.path("average_precision").asDouble(),
            row.path("faces").asInt()));
    printThreshold(out, "its own threshold", row.path("own"));
    printThreshold(out, "that of the best F1", row.path("best_f1"));
  }

  private static void printThreshold(PrintWriter out, String which, JsonNode figures) {
    out.println(
        String.format(
            Locale.ROOT,
            "  %-20s %.3f  recall %.1f %%  precision %.1f %%",
            which,
            figures.path("threshold").asDouble(),
            100 * figures.path("recall").asDouble(),
            100 * figures.path("precision").asDouble()));
  }

  private List<Scene> scenes(PrintWriter err) throws IOException {
    try (FaceDetector teacher = options.openTeacher();
        Backgrounds backgrounds =
            options
                .backgrounds()
                .map(folder -> Backgrounds.load(folder, teacher))
                .orElseGet(Backgrounds::none);
        FacePhotographs photographs =
            options
                .photographs()
                .map(folder -> FacePhotographs.load(folder, teacher))
                .orElseGet(FacePhotographs::none)) {
      List<LabelledFace> crops = options.loadFaces(err).split(Split.PUBLIC_TEST).faces();
      List<FaceTemplate> faces = new FaceTeacher(teacher).templates(crops);
      if (faces.isEmpty()) {
        throw new EmotionException(
            "PublicTest holds no face that the teacher " + teacher.name() + " finds");
      }
      return ValidationScenes.compose(faces, backgrounds, photographs, options.size(), count);
    }
  }
}
