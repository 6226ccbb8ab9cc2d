package io.github.emotion4j.training.evaluate;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.EmotionClassifier;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.DatasetException;
import io.github.emotion4j.training.dataset.LabelledFace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
   * Measures accuracy, calibration and speed.
   *
   * @param model the model; not closed
   * @param faces the faces, at least one
   * @param batchSize how many faces go through the network in one go, at least 1
   * @return the figures; the speed is of the classifier alone, after a warm-up, on this machine
   * @throws DatasetException if there are no faces
   */
  public static Evaluation evaluate(EmotionModel model, List<LabelledFace> faces, int batchSize) {
    if (faces.isEmpty()) {
      throw new DatasetException("There are no faces to evaluate on; is it the right split?");
    }
    OpenCv.load();
    List<Mat> crops = faces.stream().map(ModelEvaluator::picture).toList();
    // Not closed: closing a classifier closes its model, which is the caller's.
    EmotionClassifier classifier =
        new EmotionClassifier(model, 1, batchSize, Duration.ofMinutes(1));
    try {
      int warmUp = Math.min(crops.size(), WARM_UP_BATCHES * batchSize);
      classifier.classify(crops.subList(0, warmUp));
      long begin = System.nanoTime();
      List<Map<Emotion, Double>> predictions = classifier.classify(crops);
      double seconds = (System.nanoTime() - begin) / 1e9;
      return Evaluation.of(faces.stream().map(LabelledFace::emotion).toList(), asRows(predictions))
          .withImagesPerSecond(faces.size() / seconds);
    } finally {
      classifier.closePredictors();
      crops.forEach(Mat::release);
    }
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
