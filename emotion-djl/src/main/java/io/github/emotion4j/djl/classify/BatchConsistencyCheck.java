// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a model that may be unfit in ways that only its results show: on two pictures of noise,
 * each alone and both at once, which must give the same. They don't where a model was saved as one
 * in training, and where PyTorch computes wrong: see {@code docs/processors.md}.
 */
final class BatchConsistencyCheck {

  private static final Logger logger = LoggerFactory.getLogger(BatchConsistencyCheck.class);
  private static final int PICTURES = 2;
  private static final int SIZE = 48;

  /** By how much a probability may differ: more than in numbers of 16 bits, less than matters. */
  private static final double TOLERANCE = 0.01;

  private final EmotionModel model;
  private final LabelMapping labels;

  BatchConsistencyCheck(EmotionModel model, LabelMapping labels) {
    this.model = model;
    this.labels = labels;
  }

  /**
   * Tries the model.
   *
   * @return whether it takes several pictures at once
   * @throws TranslateException if it fails on a picture
   * @throws ModelException if its labels don't give the seven emotions, or a picture beside another
   *     one has other probabilities than alone
   */
  boolean run() throws TranslateException {
    List<Mat> pictures = new ArrayList<>();
    try (Predictor<Image, Classifications> predictor = model.newPredictor()) {
      Random random = new Random(1);
      for (int i = 0; i < PICTURES; i++) {
        pictures.add(noise(random));
      }
      List<Image> images =
          pictures.stream().map(mat -> ImageFactory.getInstance().fromImage(mat)).toList();
      List<Map<Emotion, Double>> alone = alone(predictor, images);
      List<Map<Emotion, Double>> together = together(predictor, images);
      requireSame(alone, together);
      return !together.isEmpty();
    } finally {
      pictures.forEach(Mat::release);
    }
  }

  private static Mat noise(Random random) {
    byte[] pixels = new byte[SIZE * SIZE * 3];
    random.nextBytes(pixels);
    Mat picture = new Mat(SIZE, SIZE, CvType.CV_8UC3);
    picture.put(0, 0, pixels);
    return picture;
  }

  private List<Map<Emotion, Double>> alone(
      Predictor<Image, Classifications> predictor, List<Image> images) throws TranslateException {
    List<Map<Emotion, Double>> results = new ArrayList<>();
    for (Image image : images) {
      Classifications output = predictor.predict(image);
      labels.requireComplete(output.getClassNames());
      results.add(model.probabilities(output));
    }
    return results;
  }

  private List<Map<Emotion, Double>> together(
      Predictor<Image, Classifications> predictor, List<Image> images) {
    try {
      return predictor.batchPredict(images).stream().map(model::probabilities).toList();
    } catch (TranslateException e) {
      logger.info("The model {} takes only one face at a time", model.name(), e);
      return List.of();
    }
  }

  private static void requireSame(
      List<Map<Emotion, Double>> alone, List<Map<Emotion, Double>> together) {
    for (int i = 0; i < together.size(); i++) {
      for (Emotion emotion : Emotion.values()) {
        double expected = alone.get(i).get(emotion);
        double given = together.get(i).get(emotion);
        if (!(Math.abs(given - expected) < TOLERANCE)) { // also if one is no number
          throw new ModelException(
              String.format(
                  Locale.ROOT,
                  "it gives a picture %.3f of %s alone and %.3f beside another. Either it was saved"
                      + " as one in training, or PyTorch is wrong on this processor, and to set"
                      + " ONEDNN_MAX_CPU_ISA=AVX2 in the environment helps",
                  expected,
                  emotion,
                  given));
        }
      }
    }
  }
}
