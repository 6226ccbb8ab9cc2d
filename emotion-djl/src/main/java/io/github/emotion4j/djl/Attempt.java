// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.internal.classify.Reading;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Mat;

/** The outcome of finding the faces of a picture, before they are classified. */
record Attempt(
    ImageSource image, Optional<AlignedFaces> faces, Optional<EmotionException> failure) {

  List<Mat> crops() {
    return faces.map(AlignedFaces::crops).orElse(List.of());
  }

  AnalysisOutcome outcome(List<Reading> readings) {
    return failure
        .<AnalysisOutcome>map(cause -> new AnalysisOutcome.Failure(image, cause))
        .orElseGet(() -> new AnalysisOutcome.Faces(image, faces.orElseThrow().results(readings)));
  }

  /** A failing network spoils only the pictures that have faces to classify. */
  AnalysisOutcome failedBy(EmotionException cause) {
    return crops().isEmpty() ? outcome(List.of()) : new AnalysisOutcome.Failure(image, cause);
  }

  void close() {
    faces.ifPresent(AlignedFaces::close);
  }

  /** Wraps what should not have been thrown; what may be is left as it is. */
  static EmotionException failed(ImageSource image, RuntimeException cause) {
    return cause instanceof EmotionException known
        ? known
        : new EmotionException("Analyzing " + image.describe() + " failed: " + cause, cause);
  }
}
