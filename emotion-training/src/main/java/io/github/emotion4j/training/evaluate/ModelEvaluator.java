// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.NeutralPrior;
import io.github.emotion4j.djl.internal.classify.EmotionClassifier;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import io.github.emotion4j.training.dataset.DatasetException;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Measures a model on labelled faces, through the same classifier that a detector uses. The model
 * stays open. Used by one thread.
 */
public final class ModelEvaluator {

  private static final int WARM_UP_BATCHES = 3;

  private ModelEvaluator() {}

  /**
   * Figures on a split.
   *
   * @param whole on all faces, comparable with what others publish
   * @param clean on the faces that do not also stand in the training data; empty where that is not
   *     known, or all of them do
   * @param selective how many faces to leave out for 90 and 95 of 100 of the rest to be read
   *     rightly, where that can be reached
   */
  public record SplitFigures(
      Evaluation whole, Optional<Evaluation> clean, List<SelectiveAccuracy> selective) {

    /**
     * Makes figures.
     *
     * @param whole on all faces
     * @param clean on the faces that were not trained on
     * @param selective what to leave out
     */
    public SplitFigures {
      selective = List.copyOf(selective);
    }
  }

  private static final List<Double> TARGETS = List.of(0.9, 0.95);

  /**
   * How faces are classified.
   *
   * @param batchSize how many faces go through the network in one go, at least 1
   * @param flip whether each face is classified mirrored too and the two results averaged
   * @param neutralPrior the share of neutral faces to assume, above 0 and below 1; empty for the
   *     model's own
   */
  public record Conditions(int batchSize, boolean flip, OptionalDouble neutralPrior) {

    /**
     * Makes conditions.
     *
     * @param batchSize at least 1
     * @param flip whether mirrored too
     * @param neutralPrior the share of neutral faces to assume
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Conditions {
      if (batchSize < 1) {
        throw new IllegalArgumentException("batchSize must be at least 1, not " + batchSize);
      }
      neutralPrior.ifPresent(NeutralPrior::requireShare);
    }
  }

  /**
   * Measures accuracy, calibration and speed.
   *
   * @param model the model; not closed
   * @param faces the faces, at least one
   * @param batchSize how many faces go through the network in one go, at least 1
   * @return the figures; the speed is of the classifier alone, after a warm-up, on this machine
   * @throws DatasetException if there are no faces
   */
  public static Evaluation evaluate(EmotionModel model, List<LabelledFace> faces, int batchSize) {
    return evaluate(model, faces, List.of(), batchSize, false).whole();
  }

  /**
   * Measures accuracy, calibration and speed, and again without the faces that were trained on. The
   * network runs once.
   *
   * @param model the model; not closed
   * @param faces the faces, at least one
   * @param training the faces that were trained on; none where they are not known
   * @param batchSize how many faces go through the network in one go, at least 1
   * @param flip whether each face is classified mirrored too and the two results averaged
   * @return the figures; the speed is of the classifier alone, after a warm-up, on this machine
   * @throws DatasetException if there are no faces
   */
  public static SplitFigures evaluate(
      EmotionModel model,
      List<LabelledFace> faces,
      List<LabelledFace> training,
      int batchSize,
      boolean flip) {
    return evaluate(
        model, faces, training, new Conditions(batchSize, flip, OptionalDouble.empty()));
  }

  /**
   * Measures accuracy, calibration and speed, and again without the faces that were trained on. The
   * network runs once.
   *
   * @param model the model; not closed
   * @param faces the faces, at least one
   * @param training the faces that were trained on; none where they are not known
   * @param conditions how they are classified
   * @return the figures; the speed is of the classifier alone, after a warm-up, on this machine
   * @throws DatasetException if there are no faces
   * @throws io.github.emotion4j.ModelException if a share of neutral faces is assumed and the model
   *     does not say which it expects
   */
  public static SplitFigures evaluate(
      EmotionModel model,
      List<LabelledFace> faces,
      List<LabelledFace> training,
      Conditions conditions) {
    if (faces.isEmpty()) {
      throw new DatasetException("There are no faces to evaluate on; is it the right split?");
    }
    try (Session session = new Session(model, conditions)) {
      int warmUp = WARM_UP_BATCHES * conditions.batchSize();
      session.classify(faces.subList(0, Math.min(faces.size(), warmUp)));
      long begin = System.nanoTime();
      List<Map<Emotion, Double>> predictions = session.classify(faces);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Evaluation whole = evaluation(faces, predictions).withImagesPerSecond(faces.size() / seconds);
      return new SplitFigures(
          whole, clean(faces, training, predictions), selective(faces, predictions));
    }
  }

  private static List<SelectiveAccuracy> selective(
      List<LabelledFace> faces, List<Map<Emotion, Double>> predictions) {
    List<Emotion> truth = faces.stream().map(LabelledFace::emotion).toList();
    float[][] rows = asRows(predictions);
    return TARGETS.stream()
        .flatMap(target -> SelectiveAccuracy.of(truth, rows, target).stream())
        .toList();
  }

  /**
   * Returns what a model says of faces, calibrated as its card has it.
   *
   * @param model the model; not closed
   * @param faces the faces, any number
   * @param batchSize how many faces go through the network in one go, at least 1
   * @param flip whether each face is classified mirrored too and the two results averaged
   * @return a row a face of seven probabilities in the order of {@link Emotion}
   */
  public static float[][] probabilities(
      EmotionModel model, List<LabelledFace> faces, int batchSize, boolean flip) {
    Conditions conditions = new Conditions(batchSize, flip, OptionalDouble.empty());
    try (Session session = new Session(model, conditions)) {
      return asRows(session.classify(faces));
    }
  }

  /** One predictor for a while; the model stays open. */
  private static final class Session implements AutoCloseable {

    private final EmotionClassifier classifier;
    private final int batchSize;

    Session(EmotionModel model, Conditions conditions) {
      OpenCv.load();
      this.batchSize = conditions.batchSize();
      this.classifier =
          new EmotionClassifier(
              model,
              1,
              batchSize,
              conditions.flip(),
              Duration.ofMinutes(1),
              conditions.neutralPrior());
    }

    /** Holds no more than a batch of crops in native memory. */
    List<Map<Emotion, Double>> classify(List<LabelledFace> faces) {
      List<Map<Emotion, Double>> predictions = new ArrayList<>(faces.size());
      for (int from = 0; from < faces.size(); from += batchSize) {
        List<Mat> crops =
            faces.subList(from, Math.min(faces.size(), from + batchSize)).stream()
                .map(ModelEvaluator::picture)
                .toList();
        try {
          predictions.addAll(classifier.classify(crops));
        } finally {
          crops.forEach(Mat::release);
        }
      }
      return predictions;
    }

    /** Closing the classifier would close its model, which is the caller's. */
    @Override
    public void close() {
      classifier.closePredictors();
    }
  }

  private static Optional<Evaluation> clean(
      List<LabelledFace> faces,
      List<LabelledFace> training,
      List<Map<Emotion, Double>> predictions) {
    if (training.isEmpty()) {
      return Optional.empty();
    }
    Set<LabelledFace> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(withoutDuplicates(faces, training));
    List<LabelledFace> cleanFaces = new ArrayList<>();
    List<Map<Emotion, Double>> cleanPredictions = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      if (kept.contains(faces.get(i))) {
        cleanFaces.add(faces.get(i));
        cleanPredictions.add(predictions.get(i));
      }
    }
    return cleanFaces.isEmpty()
        ? Optional.empty()
        : Optional.of(evaluation(cleanFaces, cleanPredictions));
  }

  private static Evaluation evaluation(
      List<LabelledFace> faces, List<Map<Emotion, Double>> predictions) {
    return Evaluation.of(faces.stream().map(LabelledFace::emotion).toList(), asRows(predictions));
  }

  /**
   * Leaves out the faces that also stand in the training data, pixel for pixel. Published figures
   * on FER2013 do not: 280 of PublicTest's 3,589 faces are in Training too.
   *
   * @param faces the faces to evaluate on
   * @param training the faces that were trained on
   * @return the faces whose pixels are not among the training faces'
   */
  public static List<LabelledFace> withoutDuplicates(
      List<LabelledFace> faces, List<LabelledFace> training) {
    Set<ByteBuffer> seen = new HashSet<>();
    training.forEach(face -> seen.add(ByteBuffer.wrap(face.pixels())));
    return faces.stream().filter(face -> !seen.contains(ByteBuffer.wrap(face.pixels()))).toList();
  }

  private static Mat picture(LabelledFace face) {
    Mat picture = new Mat(LabelledFace.SIDE, LabelledFace.SIDE, CvType.CV_8UC1);
    picture.put(0, 0, face.pixels());
    return picture;
  }

  private static float[][] asRows(List<Map<Emotion, Double>> predictions) {
    List<float[]> rows = new ArrayList<>();
    for (Map<Emotion, Double> prediction : predictions) {
      float[] row = new float[Emotion.values().length];
      prediction.forEach((emotion, share) -> row[emotion.index()] = share.floatValue());
      rows.add(row);
    }
    return rows.toArray(float[][]::new);
  }
}
