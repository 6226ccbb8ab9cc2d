// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.classify;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.NeutralPrior;
import io.github.emotion4j.djl.internal.pool.TaskPool;
import io.github.emotion4j.djl.internal.pool.WorkerPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/**
 * Classifies face crops with a pool of predictors, for a DJL predictor is not safe to share between
 * threads. This class is.
 */
public final class EmotionClassifier implements AutoCloseable {

  private final EmotionModel model;
  private final int batchSize;
  private final boolean flip;
  private final Optional<NeutralPrior> neutralPrior;
  private final WorkerPool<Predictor<Image, Classifications>> predictors;

  /**
   * Makes a classifier.
   *
   * @param model the model; closed with this classifier
   * @param maxPredictors how many calls may run at once, at least 1
   * @param batchSize how many crops go through the network in one go, at least 1
   * @param flip whether each crop is classified mirrored too and the two results averaged, which
   *     takes twice the time
   * @param maxWait how long a call waits for a predictor
   */
  public EmotionClassifier(
      EmotionModel model, int maxPredictors, int batchSize, boolean flip, Duration maxWait) {
    this(model, maxPredictors, batchSize, flip, maxWait, OptionalDouble.empty());
  }

  /**
   * Makes a classifier for pictures with a known share of neutral faces.
   *
   * @param model the model; closed with this classifier
   * @param maxPredictors how many calls may run at once, at least 1
   * @param batchSize how many crops go through the network in one go, at least 1
   * @param flip whether each crop is classified mirrored too and the two results averaged
   * @param maxWait how long a call waits for a predictor
   * @param neutralPrior the share of neutral faces, above 0 and below 1; empty for the model's own
   * @throws ModelException if the model does not say which share it expects
   */
  public EmotionClassifier(
      EmotionModel model,
      int maxPredictors,
      int batchSize,
      boolean flip,
      Duration maxWait,
      OptionalDouble neutralPrior) {
    this.neutralPrior =
        neutralPrior.isPresent()
            ? Optional.of(NeutralPrior.of(model, neutralPrior.getAsDouble()))
            : Optional.empty();
    this.model = model;
    this.batchSize = Math.min(batchSize, model.maxBatch());
    this.flip = flip;
    this.predictors =
        new WorkerPool<>(
            "The emotion model", maxPredictors, maxWait, model::newPredictor, Predictor::close);
  }

  /**
   * Returns the model.
   *
   * @return the model that classifies
   */
  public EmotionModel model() {
    return model;
  }

  /**
   * Classifies crops.
   *
   * @param crops face crops, grey or BGR; not changed
   * @return for each crop a probability for each emotion, summing to 1
   * @throws DetectorBusyException if no predictor is free in time
   * @throws AnalysisInterruptedException if the thread is interrupted meanwhile; its flag stays set
   * @throws ModelException if the network fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Map<Emotion, Double>> classify(List<Mat> crops) {
    return read(crops).stream().map(Reading::emotions).toList();
  }

  /**
   * Classifies crops, and tells what the model knows beside the seven emotions too.
   *
   * @param crops face crops, grey or BGR; not changed
   * @return a reading of each crop
   * @throws DetectorBusyException as {@link #classify}
   * @throws AnalysisInterruptedException as {@link #classify}
   * @throws ModelException if the network fails
   * @throws IllegalStateException if the classifier is closed
   */
  public List<Reading> read(List<Mat> crops) {
    if (crops.isEmpty()) {
      return List.of();
    }
    return predictors.lend(predictor -> TaskPool.compute(() -> readAll(predictor, crops)));
  }

  private List<Reading> readAll(Predictor<Image, Classifications> predictor, List<Mat> crops) {
    List<Mat> mirrored = new ArrayList<>();
    try {
      List<Reading> results = read(predictor, crops);
      if (flip) {
        crops.forEach(crop -> mirrored.add(mirror(crop)));
        results = average(results, read(predictor, mirrored));
      }
      return results;
    } catch (TranslateException | RuntimeException e) {
      throw new ModelException("The model " + model.name() + " failed: " + e.getMessage(), e);
    } finally {
      mirrored.forEach(Mat::release);
    }
  }

  private List<Reading> read(Predictor<Image, Classifications> predictor, List<Mat> crops)
      throws TranslateException {
    List<Reading> results = new ArrayList<>(crops.size());
    for (int from = 0; from < crops.size(); from += batchSize) {
      List<Image> batch =
          crops.subList(from, Math.min(crops.size(), from + batchSize)).stream()
              .map(crop -> ImageFactory.getInstance().fromImage(crop))
              .toList();
      for (Classifications prediction : predictor.batchPredict(batch)) {
        Map<Emotion, Double> probabilities = model.probabilities(prediction);
        results.add(
            new Reading(
                neutralPrior.map(prior -> prior.adjust(probabilities)).orElse(probabilities),
                model.otherLabels(prediction),
                model.affect(prediction)));
      }
    }
    return results;
  }

  private static Mat mirror(Mat crop) {
    Mat mirrored = new Mat();
    Core.flip(crop, mirrored, 1); // 1: round the vertical axis
    return mirrored;
  }

  private static List<Reading> average(List<Reading> first, List<Reading> second) {
    List<Reading> averages = new ArrayList<>(first.size());
    for (int i = 0; i < first.size(); i++) {
      averages.add(first.get(i).averagedWith(second.get(i)));
    }
    return averages;
  }

  /** Frees the predictors but not the model, for a caller who goes on with the model. */
  public void closePredictors() {
    predictors.close();
  }

  /** Frees the predictors and the model. Closing twice is harmless. */
  @Override
  public void close() {
    closePredictors();
    model.close();
  }
}
