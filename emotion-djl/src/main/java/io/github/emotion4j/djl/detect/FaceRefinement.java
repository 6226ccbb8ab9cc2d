// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.classify.InferenceNetwork;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.opencv.core.Mat;
import org.opencv.core.Rect2d;

/**
 * The second look of a {@link RefineNetwork} at what was detected. Safe to share between threads;
 * its memory is its manager's.
 */
final class FaceRefinement {

  /** What is detected with less confidence is no face whatever the second look says. */
  static final float LEAST_DETECTED = 0.15f;

  private static final int BATCH = 64;
  private static final int PIXELS = RefineNetwork.SIDE * RefineNetwork.SIDE;

  private final NDManager manager;
  private final Block module;
  private final ConfidenceWeights weights;

  /**
   * Makes a second look.
   *
   * @param network a trained {@link RefineNetwork}; not needed any more afterwards
   * @param weights how its word and the detection's make the confidence
   * @param manager owns what is needed from now on
   */
  FaceRefinement(Block network, ConfidenceWeights weights, NDManager manager) {
    this.manager = manager;
    this.module = InferenceNetwork.of(network, manager);
    this.weights = weights;
  }

  /**
   * Looks again.
   *
   * @param grey the picture, perhaps within a border
   * @param border width of that border
   * @param detected faces in pixels of the picture without its border
   * @return the same faces with their new confidence, the surest first
   */
  List<DetectedFace> refine(Mat grey, int border, List<DetectedFace> detected) {
    List<DetectedFace> refined = new ArrayList<>();
    for (int from = 0; from < detected.size(); from += BATCH) {
      List<DetectedFace> batch = detected.subList(from, Math.min(detected.size(), from + BATCH));
      float[] logOdds = logOdds(grey, border, batch);
      for (int i = 0; i < logOdds.length; i++) {
        DetectedFace face = batch.get(i);
        refined.add(
            new DetectedFace(face.region(), weights.confidence(face.confidence(), logOdds[i])));
      }
    }
    refined.sort(Comparator.comparingDouble(DetectedFace::confidence).reversed());
    return refined;
  }

  private float[] logOdds(Mat grey, int border, List<DetectedFace> faces) {
    FloatBuffer values = FloatBuffer.allocate(faces.size() * PIXELS);
    byte[] pixels = new byte[PIXELS];
    for (DetectedFace face : faces) {
      FaceRegion region = face.region();
      RefineNetwork.cut(
          grey,
          new Rect2d(
              region.x() + (double) border,
              region.y() + (double) border,
              region.width(),
              region.height()),
          pixels);
      values.put(RefineNetwork.normalized(pixels));
    }
    try (NDManager scratch = manager.newSubManager()) {
      NDArray input = scratch.create(values.flip(), RefineNetwork.inputShape(faces.size()));
      return module
          .forward(new ParameterStore(scratch, false), new NDList(input), false)
          .singletonOrThrow()
          .toFloatArray();
    } catch (RuntimeException e) {
      throw new ModelException("The refine network failed on " + faces.size() + " candidates", e);
    }
  }
}
