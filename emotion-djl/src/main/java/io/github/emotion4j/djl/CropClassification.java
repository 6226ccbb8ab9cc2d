// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import io.github.emotion4j.AnalysisObserver.Stage;
import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.djl.internal.classify.EmotionClassifier;
import io.github.emotion4j.djl.internal.classify.Reading;
import io.github.emotion4j.djl.internal.engine.OperationThreads;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;

/** The way of crops to results, in parts on several threads. Safe to share between threads. */
final class CropClassification {

  private final EmotionClassifier classifier;
  private final TaskPool tasks;
  private final StageClock clock;

  /** Makes a classification, which owns nothing that it is given. */
  CropClassification(EmotionClassifier classifier, TaskPool tasks, StageClock clock) {
    this.classifier = classifier;
    this.tasks = tasks;
    this.clock = clock;
  }

  /**
   * Classifies crops together, in as many parts as there are processors: PyTorch uses one for each
   * where several work (see {@link OperationThreads}).
   */
  List<Reading> classify(List<Mat> crops) {
    if (crops.isEmpty()) {
      return List.of();
    }
    boolean onGpu = classifier.model().device().isGpu();
    int parts = onGpu ? 1 : Runtime.getRuntime().availableProcessors();
    int size = (crops.size() + parts - 1) / parts;
    List<List<Mat>> shares = new ArrayList<>();
    for (int from = 0; from < crops.size(); from += size) {
      shares.add(crops.subList(from, Math.min(crops.size(), from + size)));
    }
    return tasks
        .map(shares, share -> clock.time(Stage.CLASSIFY, () -> classifier.read(share)))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Classifies the faces of several pictures together, and of each alone where that fails. */
  List<AnalysisOutcome> outcomes(List<Attempt> attempts) {
    List<Mat> crops = attempts.stream().flatMap(attempt -> attempt.crops().stream()).toList();
    List<Reading> readings;
    try {
      readings = classify(crops);
    } catch (DetectorBusyException e) { // of all pictures alike
      return attempts.stream().map(attempt -> attempt.failedBy(e)).toList();
    } catch (RuntimeException e) { // of one of them, which is to be found
      return attempts.stream().map(this::classifyAlone).toList();
    }
    List<AnalysisOutcome> outcomes = new ArrayList<>();
    int next = 0;
    for (Attempt attempt : attempts) {
      int end = next + attempt.crops().size();
      outcomes.add(attempt.outcome(readings.subList(next, end)));
      next = end;
    }
    return outcomes;
  }

  private AnalysisOutcome classifyAlone(Attempt attempt) {
    try {
      return attempt.outcome(classify(attempt.crops()));
    } catch (RuntimeException e) {
      return attempt.failedBy(Attempt.failed(attempt.image(), e));
    }
  }
}
