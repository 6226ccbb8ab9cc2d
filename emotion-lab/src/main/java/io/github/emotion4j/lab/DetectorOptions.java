// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.cli.FaceDetectorArgument;
import io.github.emotion4j.cli.ModelArgument;
import io.github.emotion4j.djl.detect.FaceDetectors;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The options that say which networks are measured. */
final class DetectorOptions {

  @Option(
      names = "--model",
      defaultValue = ModelArgument.EMBEDDED,
      description = "Folder or zip of a trained model, or \"embedded\" (default).")
  private String model = ModelArgument.EMBEDDED;

  @Option(
      names = "--face-detector",
      defaultValue = FaceDetectors.EMBEDDED,
      converter = FaceDetectorArgument.class,
      description = "embedded (default), whole, yunet:FILE and others, as for analyze.")
  private Supplier<FaceDetector> faceDetector = SingleShotFaceDetector::embedded;

  DetectorOptions() {}

  /** The description of the emotion model, for {@link ModelArgument}. */
  String model() {
    return model;
  }

  /** Opens the face detector; the caller closes it. */
  FaceDetector openFaceDetector() {
    return faceDetector.get();
  }
}
