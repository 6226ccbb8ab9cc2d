// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.cli.batch.Picture;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the emotions in pictures. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    description = "Finds the faces in pictures and reads their emotions.")
final class AnalyzeCommand implements Callable<Integer> {

  private static final String SAMPLE = "/samples/happy.png";

  /** Few enough to tell how far it has come, and enough to keep all processors busy. */
  private static final int AT_ONCE = 16;

  @Spec private CommandSpec spec = CommandSpec.create(); // until picocli sets it

  @Parameters(
      paramLabel = "FILE",
      description =
          "Pictures (JPEG, PNG, WebP, BMP or GIF): files, folders with all below them, patterns in"
              + " quotes such as \"photos/*.jpg\", addresses (https:), or - for the standard input."
              + " None: a sample picture.")
  private List<String> files = List.of();

  @Mixin private DetectorOptions detectors = new DetectorOptions();

  @Mixin private DecoderOptions decoderOptions = new DecoderOptions();

  @Option(
      names = "--json",
      description =
          "Print a JSON list with an object a picture, its faces in the shape of DeepFace.")
  private boolean json;

  @Option(
      names = "--annotate",
      paramLabel = "OUT",
      description =
          "Draw the result: a PNG file for one picture, or a folder, made where it is missing.")
  private @Nullable Path annotate;

  @Option(
      names = "--explain",
      paramLabel = "OUT",
      description =
          "Draw which part of each face its emotion is read from: a PNG file for one picture, or a"
              + " folder.")
  private @Nullable Path explain;

  @Option(
      names = "--report",
      paramLabel = "OUT.html",
      description =
          "Write a page with the pictures, the probabilities, how far each face can be read, and"
              + " what is read from where: one file, to be read or printed.")
  private @Nullable Path report;

  @Mixin private OverwriteOption overwrite = new OverwriteOption();

  /** Whether anything failed, for the exit code. */
  private boolean failed;

  AnalyzeCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    detectors.check();
    List<Picture> pictures = pictures();
    PictureOutputs outputs = outputs(pictures);
    ImageDecoder decoder = decoderOptions.decoder();
    ProgressLines progress =
        new ProgressLines(spec.commandLine().getErr(), pictures.size(), System::nanoTime);
    try (EmotionModel emotions = detectors.openModel();
        EmotionDetector detector = detectors.newDetector(decoder, emotions);
        OutcomePrinter printer =
            json ? OutcomePrinter.json(out, this::inOptions) : OutcomePrinter.text(out);
        PictureOutputs written = outputs.open(emotions)) {
      int atOnce = written.isEmpty() ? AT_ONCE : 1;
      for (int from = 0; from < pictures.size(); from += atOnce) {
        if (written.isEmpty() && out.checkError()) {
          break; // nobody reads on
        }
        int to = Math.min(pictures.size(), from + atOnce);
        List<AnalysisOutcome> outcomes =
            written.isEmpty()
                ? analyze(detector, pictures.subList(from, to))
                : List.of(look(detector, decoder, pictures.get(from), written, from));
        for (AnalysisOutcome outcome : outcomes) {
          printer.print(outcome);
          if (outcome instanceof AnalysisOutcome.Failure failure) {
            tell(Main.oneLine(failure.cause()));
          }
        }
        progress.done(to);
      }
      written.finish();
    }
    return failed ? 1 : 0;
  }

  private PictureOutputs outputs(List<Picture> pictures) throws IOException {
    List<ImageSource> named =
        files.isEmpty() ? List.of() : pictures.stream().map(Picture::source).toList();
    return new PictureOutputs(
        annotate == null
            ? Optional.empty()
            : Optional.of(Drawings.plan("--annotate", annotate, named, overwrite)),
        explain == null
            ? Optional.empty()
            : Optional.of(Drawings.plan("--explain", explain, named, overwrite)),
        report == null ? Optional.empty() : Optional.of(HtmlReport.at(report, named, overwrite)),
        this::tell);
  }

  private void tell(String error) {
    failed = true;
    spec.commandLine().getErr().println("error: " + inOptions(error));
  }

  private String inOptions(String message) {
    return OptionNames.in(message, spec);
  }

  private List<Picture> pictures() throws IOException {
    if (!files.isEmpty()) {
      return PictureArguments.find(files, System.in);
    }
    try (InputStream sample = AnalyzeCommand.class.getResourceAsStream(SAMPLE)) {
      if (sample == null) {
        throw new IOException("the jar lacks its sample " + SAMPLE);
      }
      return List.of(new Picture(ImageSource.of(sample.readAllBytes()), Optional.empty()));
    }
  }

  /** Analyzes the pictures that there are, together. */
  private static List<AnalysisOutcome> analyze(EmotionDetector detector, List<Picture> pictures) {
    Iterator<AnalysisOutcome> outcomes =
        detector
            .analyzeAll(
                pictures.stream()
                    .filter(picture -> picture.failure().isEmpty())
                    .map(Picture::source)
                    .toList())
            .iterator();
    List<AnalysisOutcome> all = new ArrayList<>();
    for (Picture picture : pictures) {
      all.add(
          picture
              .failure()
              .<AnalysisOutcome>map(e -> new AnalysisOutcome.Failure(picture.source(), e))
              .orElseGet(outcomes::next));
    }
    return all;
  }

  /** Analyzes a picture, decoded once for the detector and for what is drawn. */
  private static AnalysisOutcome look(
      EmotionDetector detector,
      ImageDecoder decoder,
      Picture picture,
      PictureOutputs outputs,
      int index) {
    AnalysisOutcome outcome;
    Optional<BufferedImage> decoded = Optional.empty();
    try {
      if (picture.failure().isPresent()) {
        throw picture.failure().get();
      }
      decoded = Optional.of(decoder.decode(picture.source()));
      outcome =
          new AnalysisOutcome.Faces(picture.source(), detector.analyze(decoded.orElseThrow()));
    } catch (EmotionException e) {
      outcome = new AnalysisOutcome.Failure(picture.source(), e);
    }
    outputs.write(index, decoded, outcome);
    return outcome;
  }
}
