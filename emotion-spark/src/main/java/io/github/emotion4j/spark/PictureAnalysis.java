// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.spark;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.Point;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** Analyzes a picture on an executor. */
final class PictureAnalysis implements UDF1<byte[], Row> {

  private static final long serialVersionUID = 1L;

  private static final double PERCENT = 100;

  PictureAnalysis() {}

  @Override
  public @Nullable Row call(byte @Nullable [] content) {
    if (content == null) {
      return null;
    }
    EmotionDetector detector = ExecutorDetector.get();
    ImageSource picture = ImageSource.of(content);
    try {
      return row(new AnalysisOutcome.Faces(picture, detector.analyze(picture)));
    } catch (EmotionException e) {
      return row(new AnalysisOutcome.Failure(picture, e));
    }
  }

  /**
   * Returns an outcome as {@link Emotions#TYPE} has it.
   *
   * @throws AnalysisInterruptedException if that is the outcome: the task is being killed
   */
  static Row row(AnalysisOutcome outcome) {
    if (outcome instanceof AnalysisOutcome.Failure failure) {
      EmotionException cause = failure.cause();
      if (cause instanceof AnalysisInterruptedException) {
        throw cause;
      }
      return RowFactory.create(
          null, RowFactory.create(cause.code(), String.valueOf(cause.getMessage())));
    }
    return RowFactory.create(
        outcome.orElseThrow().stream().map(PictureAnalysis::face).toArray(), (Object) null);
  }

  private static Row face(EmotionResult face) {
    return RowFactory.create(
        RowFactory.create(
            face.probabilities().values().stream()
                .map(probability -> PERCENT * probability)
                .toArray()),
        face.dominantEmotion().label(),
        region(face.region()),
        face.faceConfidence(),
        face.headPose()
            .map(pose -> RowFactory.create(pose.yaw(), pose.pitch(), pose.roll()))
            .orElse(null),
        face.faceQuality().isPresent() ? (Object) face.faceQuality().getAsDouble() : null);
  }

  private static Row region(FaceRegion region) {
    Optional<Eyes> eyes = region.eyes();
    Optional<FaceLandmarks> landmarks = region.landmarks();
    return RowFactory.create(
        region.x(),
        region.y(),
        region.width(),
        region.height(),
        point(eyes.map(Eyes::left)),
        point(eyes.map(Eyes::right)),
        point(landmarks.map(FaceLandmarks::nose)),
        point(landmarks.map(FaceLandmarks::mouthLeft)),
        point(landmarks.map(FaceLandmarks::mouthRight)));
  }

  private static @Nullable Row point(Optional<Point> point) {
    return point.map(p -> RowFactory.create(p.x(), p.y())).orElse(null);
  }
}
