// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import io.github.emotion4j.FaceLandmarks;
import io.github.emotion4j.Point;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opencv.core.Mat;
import org.opencv.core.Rect2d;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.dnn.Dnn;

/**
 * Carries a picture to a face model of others, and its outputs back to boxes in that picture. Holds
 * nothing that changes; safe to share between threads.
 */
final class FaceModelTranslator implements NoBatchifyTranslator<Mat, FaceCandidates> {

  private static final Size ULTRA_NET_ONNX_SIZE = new Size(320, 240);
  private static final double LEAST_SCORE = 0.3;
  private static final int POINTS = 10;

  private final double factor;
  private final Scalar mean;
  private final boolean redFirst;
  private final Optional<PriorBoxes> priors;

  private FaceModelTranslator(
      double factor, Scalar mean, boolean redFirst, Optional<PriorBoxes> priors) {
    this.factor = factor;
    this.mean = mean;
    this.redFirst = redFirst;
    this.priors = priors;
  }

  /**
   * Of DJL's archives: blue, green and red less their means go in; boxes, probabilities and five
   * points for each prior come out.
   */
  static FaceModelTranslator torchScript(PriorBoxes priors) {
    return new FaceModelTranslator(1, new Scalar(104, 117, 123), false, Optional.of(priors));
  }

  /**
   * Of the ONNX file: red, green and blue in -1 to 1 go in, 320x240; probabilities and corners in
   * shares of the sides come out, the priors being applied within the file.
   */
  static FaceModelTranslator ultraNetOnnx() {
    return new FaceModelTranslator(1.0 / 128, Scalar.all(127), true, Optional.empty());
  }

  /** The size at which a picture is to be shown to the model. */
  Size sizeFor(Size picture, int maxSide) {
    if (priors.isEmpty()) {
      return ULTRA_NET_ONNX_SIZE;
    }
    double scale = Math.min(1, maxSide / Math.max(picture.width, picture.height));
    int least = priors.get().strides().get(priors.get().strides().size() - 1);
    return new Size(
        Math.max(least, Math.round(scale * picture.width)),
        Math.max(least, Math.round(scale * picture.height)));
  }

  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, Mat picture) {
    int width = picture.cols();
    int height = picture.rows();
    context.setAttachment("size", picture.size());
    Mat blob = Dnn.blobFromImage(picture, factor, picture.size(), mean, redFirst, false);
    try {
      float[] values = new float[3 * width * height];
      blob.reshape(1, 1).get(0, 0, values);
      NDArray input =
          context.getNDManager().create(FloatBuffer.wrap(values), new Shape(1, 3, height, width));
      return new NDList(input);
    } finally {
      blob.release();
    }
  }

  @Override
  public FaceCandidates processOutput(TranslatorContext context, NDList outputs) {
    Size size = (Size) context.getAttachment("size");
    FaceCandidates candidates = new FaceCandidates(size);
    if (priors.isPresent()) {
      addPriors(priors.get(), outputs, size, candidates);
    } else {
      addCorners(outputs, size, candidates);
    }
    return candidates;
  }

  private static void addPriors(
      PriorBoxes priors, NDList outputs, Size size, FaceCandidates candidates) {
    int count = priors.count((int) size.width, (int) size.height);
    float[] boxes = values(outputs, 0, 4 * count);
    float[] scores = values(outputs, 1, 2 * count);
    float[] points = values(outputs, 2, POINTS * count);
    priors.forEach(
        (int) size.width,
        (int) size.height,
        (index, prior) -> {
          double score = scores[2 * index + 1];
          if (score >= LEAST_SCORE) {
            int first = POINTS * index;
            candidates.add(
                prior.box(boxes, 4 * index),
                score,
                Optional.of(
                    new FaceLandmarks(
                        point(prior, points, first + 2),
                        point(prior, points, first),
                        point(prior, points, first + 4),
                        point(prior, points, first + 8),
                        point(prior, points, first + 6))));
          }
        });
  }

  private static Point point(PriorBoxes.Prior prior, float[] points, int first) {
    return new Point(prior.pointX(points[first]), prior.pointY(points[first + 1]));
  }

  private static void addCorners(NDList outputs, Size size, FaceCandidates candidates) {
    int count =
        PriorBoxes.ULTRA_NET.count(
            (int) ULTRA_NET_ONNX_SIZE.width, (int) ULTRA_NET_ONNX_SIZE.height);
    float[] scores = values(outputs, 0, 2 * count);
    float[] corners = values(outputs, 1, 4 * count);
    for (int i = 0; i < count; i++) {
      double score = scores[2 * i + 1];
      if (score >= LEAST_SCORE) {
        double left = size.width * corners[4 * i];
        double top = size.height * corners[4 * i + 1];
        candidates.add(
            new Rect2d(
                left,
                top,
                size.width * corners[4 * i + 2] - left,
                size.height * corners[4 * i + 3] - top),
            score,
            Optional.empty());
      }
    }
  }

  private static float[] values(NDList outputs, int index, int expected) {
    if (index >= outputs.size()) {
      throw new IllegalArgumentException("the model has " + outputs.size() + " outputs, too few");
    }
    float[] values = outputs.get(index).toFloatArray();
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "output "
              + index
              + " has the shape "
              + outputs.get(index).getShape()
              + ", not "
              + expected
              + " values");
    }
    return values;
  }
}
