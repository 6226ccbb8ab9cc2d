// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.spring.DetectorFactory;
import io.github.emotion4j.spring.EmotionProperties;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Analyzes pictures with DeepFace's meaning of its options, a bounded number at a time. */
@Component
final class Analyses implements AutoCloseable {

  private final EmotionDetector detector;
  private final EmotionProperties settings;
  private final ObjectProvider<AnalysisObserver> observers;
  private final Semaphore pending;
  private Optional<EmotionDetector> wholePictures = Optional.empty();

  Analyses(
      EmotionDetector detector,
      EmotionProperties settings,
      ServerProperties server,
      ObjectProvider<AnalysisObserver> observers) {
    this.detector = detector;
    this.settings = settings;
    this.observers = observers;
    this.pending = new Semaphore(server.maxPending());
  }

  /** Does work that needs the detector, or refuses it at once where too much waits for it. */
  <T> T admitted(Supplier<T> work) {
    if (!pending.tryAcquire()) {
      throw new DetectorBusyException("Too many pictures wait to be analyzed; try again later");
    }
    try {
      return work.get();
    } finally {
      pending.release();
    }
  }

  List<EmotionResult> analyze(Supplier<ImageSource> picture, PictureRequest request) {
    ImageSource source = picture.get();
    return request.isFace()
        ? wholePictures().analyze(source)
        : orWhole(source, facesOrNone(source), request);
  }

  private List<EmotionResult> facesOrNone(ImageSource source) {
    try {
      return detector.analyze(source);
    } catch (NoFaceException e) { // the settings require one; the request decides
      return List.of();
    }
  }

  private List<EmotionResult> orWhole(
      ImageSource source, List<EmotionResult> faces, PictureRequest request) {
    if (!faces.isEmpty()) {
      return faces;
    }
    if (request.enforceDetection()) {
      throw new NoFaceException(
          "Face could not be detected in the picture of "
              + source.describe()
              + "; set enforce_detection to false to take all of it for a face");
    }
    return wholePictures().analyze(source).stream().map(Analyses::unsure).toList();
  }

  /** As DeepFace says it: there is no confidence that this is a face. */
  private static EmotionResult unsure(EmotionResult face) {
    EmotionResult unsure =
        EmotionResult.of(face.region(), 0, face.probabilities())
            .withOtherLabels(face.otherLabels());
    if (face.faceQuality().isPresent()) {
      unsure = unsure.withFaceQuality(face.faceQuality().getAsDouble());
    }
    if (face.affect().isPresent()) {
      unsure = unsure.withAffect(face.affect().get());
    }
    return face.provenance().isPresent() ? unsure.withProvenance(face.provenance().get()) : unsure;
  }

  List<AnalysisOutcome> analyzeAll(PictureRequest request) {
    List<ImageSource> readable = new ArrayList<>();
    List<Optional<AnalysisOutcome>> outcomes = new ArrayList<>();
    for (Supplier<ImageSource> picture : request.pictures()) {
      try {
        readable.add(picture.get());
        outcomes.add(Optional.empty());
      } catch (EmotionException e) {
        outcomes.add(Optional.of(new AnalysisOutcome.Failure(ImageSource.of(new byte[0]), e)));
      }
    }
    Iterator<AnalysisOutcome> analyzed =
        (request.isFace() ? wholePictures() : detector).analyzeAll(readable).iterator();
    return outcomes.stream()
        .map(known -> known.orElseGet(() -> orWhole(analyzed.next(), request)))
        .toList();
  }

  private AnalysisOutcome orWhole(AnalysisOutcome outcome, PictureRequest request) {
    boolean hasNoFace =
        outcome instanceof AnalysisOutcome.Failure failure
            ? failure.cause() instanceof NoFaceException
            : outcome.orElseThrow().isEmpty();
    if (!hasNoFace) {
      return outcome;
    }
    try {
      return new AnalysisOutcome.Faces(
          outcome.image(), orWhole(outcome.image(), List.of(), request));
    } catch (EmotionException e) {
      return new AnalysisOutcome.Failure(outcome.image(), e);
    }
  }

  private synchronized EmotionDetector wholePictures() {
    if (wholePictures.isEmpty()) {
      EmotionProperties whole =
          new EmotionProperties(
              settings.model(),
              settings.flip(),
              settings.neutralPrior(),
              new EmotionProperties.Face("whole", null, false),
              settings.limits(),
              settings.addresses());
      AnalysisObserver observer = observers.getIfUnique(() -> AnalysisObserver.NONE);
      wholePictures = Optional.of(DetectorFactory.make(whole, observer));
    }
    return wholePictures.get();
  }

  @Override
  public synchronized void close() {
    wholePictures.ifPresent(EmotionDetector::close);
  }
}
