// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.draw.FaceAnnotator;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the emotions in pictures. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Finds the faces in pictures and reads their emotions.")
final class AnalyzeCommand implements Callable<Integer> {

  private static final String SAMPLE = "/samples/happy.png";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "Pictures: JPEG, PNG, WebP, BMP or GIF. None: a sample picture.")
  private List<Path> files = List.of();

  @Option(
      names = "--model",
      defaultValue = ModelArgument.EMBEDDED,
      description = "Folder or zip of a trained model, or \"embedded\" (default).")
  private String model = ModelArgument.EMBEDDED;

  @Mixin private ModelArgument models = new ModelArgument();

  @Option(
      names = "--face-detector",
      description =
          "embedded (default), trained:DIR, yunet:FILE, retinaface:FILE-OR-URL, ultranet:FILE-OR-URL,"
              + " haar:FILE, or whole for pictures that are a face.")
  private String faceDetector = FaceDetectors.EMBEDDED;

  @Option(
      names = "--min-face-confidence",
      paramLabel = "0..1",
      description =
          "Report faces from this confidence on: more for fewer false faces, less for fewer missed"
              + " ones; by default what suits the face detector.")
  private @Nullable Double minFaceConfidence;

  @Option(names = "--json", description = "Print JSON in the shape of DeepFace.")
  private boolean json;

  @Option(
      names = "--annotate",
      paramLabel = "OUT",
      description = "Draw the result: a PNG file, or a folder for several pictures.")
  private @Nullable Path annotate;

  AnalyzeCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec().commandLine().getOut();
    checkFaceDetector();
    List<ImageSource> sources = sources();
    List<AnalysisOutcome> outcomes;
    try (EmotionDetector detector = newDetector()) {
      outcomes =
          annotate == null ? detector.analyzeAll(sources) : draw(detector, sources, annotate);
    }
    if (json) {
      printJson(out, outcomes);
    } else {
      printText(out, outcomes);
    }
    boolean failed = false;
    for (AnalysisOutcome outcome : outcomes) {
      if (outcome instanceof AnalysisOutcome.Failure failure) {
        spec().commandLine().getErr().println("error: " + Main.oneLine(failure.cause()));
        failed = true;
      }
    }
    return failed ? 1 : 0;
  }

  private void checkFaceDetector() {
    try {
      FaceDetectors.check(faceDetector);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage(), e);
    }
    if (minFaceConfidence != null && !(minFaceConfidence >= 0 && minFaceConfidence <= 1)) {
      throw new ParameterException(
          spec().commandLine(),
          "--min-face-confidence must be in 0 to 1, not " + minFaceConfidence);
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    return spec;
  }

  private EmotionDetector newDetector() {
    FaceDetector faces =
        minFaceConfidence == null
            ? FaceDetectors.open(faceDetector)
            : FaceDetectors.open(faceDetector, minFaceConfidence);
    try {
      EmotionModel emotions = models.openChosen(model);
      return DjlEmotionDetector.builder().faceDetector(faces).model(emotions).build();
    } catch (RuntimeException e) {
      faces.close();
      throw e;
    }
  }

  private List<ImageSource> sources() throws IOException {
    if (!files.isEmpty()) {
      return files.stream().map(ImageSource::of).toList();
    }
    try (InputStream sample = AnalyzeCommand.class.getResourceAsStream(SAMPLE)) {
      if (sample == null) {
        throw new IOException("the jar lacks its sample " + SAMPLE);
      }
      return List.of(ImageSource.of(sample.readAllBytes()));
    }
  }

  private static void printJson(PrintWriter out, List<AnalysisOutcome> outcomes)
      throws IOException {
    JsonMapper mapper = JsonMapper.builder().addModule(new EmotionJsonModule()).build();
    if (outcomes.size() == 1) {
      if (outcomes.get(0) instanceof AnalysisOutcome.Faces found) {
        out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(found.faces()));
      }
      return;
    }
    ArrayNode list = mapper.createArrayNode();
    for (AnalysisOutcome outcome : outcomes) {
      ObjectNode entry = list.addObject().put("image", outcome.image().describe());
      if (outcome instanceof AnalysisOutcome.Faces found) {
        entry.set("faces", mapper.valueToTree(found.faces()));
      } else if (outcome instanceof AnalysisOutcome.Failure failure) {
        entry.put("error", Main.oneLine(failure.cause()));
      }
    }
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list));
  }

  private static void printText(PrintWriter out, List<AnalysisOutcome> outcomes) {
    for (AnalysisOutcome outcome : outcomes) {
      if (outcome instanceof AnalysisOutcome.Faces found) {
        out.println(
            found.image().describe()
                + ": "
                + found.faces().size()
                + (found.faces().size() == 1 ? " face" : " faces"));
        for (EmotionResult face : found.faces()) {
          out.println(
              String.format(
                  Locale.ROOT,
                  "  %s %.1f %% at %s (face %.2f)",
                  face.dominantEmotion(),
                  100 * face.probability(face.dominantEmotion()),
                  face.region(),
                  face.faceConfidence()));
        }
      }
    }
  }

  /** Analyzes pictures one by one, each decoded once for the detector and for the drawing. */
  private static List<AnalysisOutcome> draw(
      EmotionDetector detector, List<ImageSource> sources, Path target) throws IOException {
    ImageDecoder decoder = ImageDecoder.builder().build();
    List<AnalysisOutcome> outcomes = new ArrayList<>();
    for (ImageSource source : sources) {
      try {
        BufferedImage picture = decoder.decode(source);
        List<EmotionResult> faces = detector.analyze(picture);
        Path file = target;
        if (sources.size() > 1) {
          Files.createDirectories(target);
          file = target.resolve(Path.of(source.describe()).getFileName() + ".png");
        }
        ImageIO.write(new FaceAnnotator().annotate(picture, faces), "png", file.toFile());
        outcomes.add(new AnalysisOutcome.Faces(source, faces));
      } catch (EmotionException e) {
        outcomes.add(new AnalysisOutcome.Failure(source, e));
      }
    }
    return outcomes;
  }
}
