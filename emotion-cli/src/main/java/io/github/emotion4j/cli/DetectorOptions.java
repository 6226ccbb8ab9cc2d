// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.cli.batch.AnalysisSettings;
import io.github.emotion4j.djl.DjlEmotionDetector;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFormat;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.djl.detect.FaceDetectors;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how pictures are analyzed. */
final class DetectorOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create(); // until picocli sets it

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = ModelArgument.EMBEDDED,
      description =
          "Folder or zip of a trained model, or an embedded one: combined (default), ferplus or"
              + " fer2013.")
  private String model = ModelArgument.EMBEDDED;

  @Mixin private ModelArgument models = new ModelArgument();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--face-detector",
      paramLabel = "DETECTOR",
      description =
          "embedded (default), trained:DIR, yunet:FILE, retinaface:FILE-OR-URL,"
              + " ultranet:FILE-OR-URL, haar:FILE, or whole for pictures that are a face.")
  private String faceDetector = FaceDetectors.EMBEDDED;

  @Option(
      names = "--min-face-confidence",
      paramLabel = "0..1",
      description =
          "Report faces from this confidence on: more for fewer false faces, less for fewer missed"
              + " ones; by default what suits the face detector.")
  private @Nullable Double minFaceConfidence;

  @Option(
      names = "--neutral-prior",
      paramLabel = "SHARE",
      description =
          "The share of neutral faces in your pictures, above 0 and below 1; by default what the"
              + " model expects.")
  private @Nullable Double neutralPrior;

  @Option(
      names = "--provenance",
      description = "Add to the JSON what each result was made by: versions, model, detector.")
  private boolean provenance;

  DetectorOptions() {}

  /**
   * Checks the options, before anything is opened.
   *
   * @throws ParameterException if one is wrong
   * @throws io.github.emotion4j.MissingDependencyException if there is no GPU to use as was chosen
   */
  void check() {
    try {
      FaceDetectors.check(faceDetector);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    if (minFaceConfidence != null && !(minFaceConfidence >= 0 && minFaceConfidence <= 1)) {
      throw wrong("--min-face-confidence must be in 0 to 1, not " + minFaceConfidence);
    }
    if (neutralPrior != null && !(neutralPrior > 0 && neutralPrior < 1)) {
      throw wrong("--neutral-prior must be above 0 and below 1, not " + neutralPrior);
    }
    device.choice();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Makes the detector.
   *
   * @param decoder decodes the pictures
   * @return a detector of these options; the caller closes it
   */
  EmotionDetector newDetector(ImageDecoder decoder) {
    return newDetector(decoder, openModel());
  }

  /**
   * Says what of these options decides what is read in a picture. Where two runs say the same, they
   * give the same results, but for rounding.
   *
   * @param emotions the model that is used
   * @return by name of the option
   */
  AnalysisSettings settings(EmotionModel emotions) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("--model", emotions.name() + " " + fingerprint(emotions));
    settings.put("--face-detector", FaceDetectors.fingerprint(faceDetector));
    if (minFaceConfidence != null) {
      settings.put("--min-face-confidence", minFaceConfidence.toString());
    }
    if (neutralPrior != null) {
      settings.put("--neutral-prior", neutralPrior.toString());
    }
    settings.put("--provenance", Boolean.toString(provenance));
    return new AnalysisSettings(settings);
  }

  /** A hash of the weights, and of what the card has done with the network's outputs. */
  private static String fingerprint(EmotionModel model) {
    String use =
        model
            .card()
            .map(
                card ->
                    card.network().outputs().heads()
                        + " "
                        + new TreeMap<>(card.network().outputs().weights())
                        + new TreeMap<>(card.network().outputs().biases())
                        + card.network().outputs().neutralHead()
                        + card.calibration().temperature()
                        + card.calibration().neutralPrior())
            .orElse("");
    return ModelFormat.sha256((model.sha256() + use).getBytes(UTF_8)).substring(0, 16);
  }

  /**
   * Opens the emotion model.
   *
   * @return the model; the caller closes it, or a detector
   */
  EmotionModel openModel() {
    return models.openChosen(model, device.choice());
  }

  /**
   * Makes the detector.
   *
   * @param decoder decodes the pictures
   * @param emotions the model, which the detector closes
   * @return a detector of these options; the caller closes it
   */
  EmotionDetector newDetector(ImageDecoder decoder, EmotionModel emotions) {
    try {
      DjlEmotionDetector.Builder builder =
          DjlEmotionDetector.builder().decoder(decoder).model(emotions).provenance(provenance);
      if (neutralPrior != null) {
        builder.neutralPrior(neutralPrior);
      }
      FaceDetector faces =
          minFaceConfidence == null
              ? FaceDetectors.open(faceDetector)
              : FaceDetectors.open(faceDetector, minFaceConfidence);
      return builder.faceDetector(faces).build();
    } catch (RuntimeException e) {
      emotions.close();
      throw e;
    }
  }
}
