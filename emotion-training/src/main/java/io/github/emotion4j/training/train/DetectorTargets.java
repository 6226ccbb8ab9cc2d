// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.detect.FaceNetwork;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a face network should say about scenes, cell by cell. A face belongs to the strides that
 * suit its size (two, where the ranges overlap), and there to the cells near its middle; the cells
 * around those count neither way.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, between two threads of a training
record DetectorTargets(
    int scenes, int size, float[] pixels, float[] positive, float[] counted, float[] places) {

  /** Values of a cell's place: box centre, width and height, right eye, left eye. */
  private static final int PLACES = 8;

  /** The ranges of face sizes, in strides. */
  private static final double LEAST_STRIDES = 1.5;

  private static final double MOST_STRIDES = 4.25;

  /** How far beyond its range a stride's verdict on a face does not count. */
  private static final double TOLERANCE = 1.5;

  private static final double MIDDLE = 0.2;
  private static final double MIDDLE_OF_STRIDE = 0.55;
  private static final double UNCOUNTED = 0.35;

  static DetectorTargets of(List<Scene> scenes) {
    int size = scenes.get(0).size();
    int cells = FaceNetwork.cells(size, size);
    int count = scenes.size();
    float[] counted = new float[count * cells];
    Arrays.fill(counted, 1);
    DetectorTargets targets =
        new DetectorTargets(
            count,
            size,
            new float[count * size * size],
            new float[count * cells],
            counted,
            new float[count * PLACES * cells]);
    for (int i = 0; i < count; i++) {
      targets.fill(i, cells, scenes.get(i));
    }
    return targets;
  }

  private void fill(int index, int cells, Scene scene) {
    byte[] grey = scene.pixels();
    for (int i = 0; i < grey.length; i++) {
      pixels[index * grey.length + i] =
          (float) (((grey[i] & 0xff) - FaceNetwork.MEAN) / FaceNetwork.STANDARD_DEVIATION);
    }
    scene.uncertain().forEach(face -> ignore(index, cells, face));
    // The smaller face of two that claim a cell gets it: it comes last.
    List<SceneFace> largestFirst =
        scene.faces().stream()
            .sorted(Comparator.comparingDouble(SceneFace::size).reversed())
            .toList();
    int largest = FaceNetwork.LARGEST_STRIDE;
    for (SceneFace face : largestFirst) {
      int first = 0;
      for (int stride : FaceNetwork.strides()) {
        int side = size / stride;
        double least = stride == FaceNetwork.strides().get(0) ? 0 : LEAST_STRIDES * stride;
        double most = stride == largest ? Double.MAX_VALUE : MOST_STRIDES * stride;
        boolean suits = face.size() >= least && face.size() <= most;
        boolean nearly = face.size() >= least / TOLERANCE && face.size() / TOLERANCE <= most;
        if (nearly) {
          mark(index, cells, first, stride, side, face, suits);
        }
        first += side * side;
      }
    }
  }

  /**
   * Has no cell within a box count, of any stride; faces that are marked later take theirs back.
   */
  private void ignore(int index, int cells, SceneFace face) {
    int first = 0;
    for (int stride : FaceNetwork.strides()) {
      int side = size / stride;
      for (int row = 0; row < side; row++) {
        double y = (row + 0.5) * stride;
        for (int column = 0; column < side; column++) {
          double x = (column + 0.5) * stride;
          double down = Math.abs(y - face.y() - face.height() / 2);
          double across = Math.abs(x - face.x() - face.width() / 2);
          if (down <= Math.max(stride, face.height()) / 2
              && across <= Math.max(stride, face.width()) / 2) {
            counted[index * cells + first + row * side + column] = 0;
          }
        }
      }
      first += side * side;
    }
  }

  private void mark(
      int index, int cells, int first, int stride, int side, SceneFace face, boolean suits) {
    double centreX = face.x() + face.width() / 2;
    double centreY = face.y() + face.height() / 2;
    double middleX = Math.max(MIDDLE_OF_STRIDE * stride, MIDDLE * face.width());
    double middleY = Math.max(MIDDLE_OF_STRIDE * stride, MIDDLE * face.height());
    double reachX = Math.max(middleX, UNCOUNTED * face.width());
    double reachY = Math.max(middleY, UNCOUNTED * face.height());
    for (int row = 0; row < side; row++) {
      double y = (row + 0.5) * stride;
      double down = Math.abs(y - centreY);
      for (int column = 0; column < side && down <= reachY; column++) {
        double x = (column + 0.5) * stride;
        double across = Math.abs(x - centreX);
        if (across <= reachX) {
          int cell = index * cells + first + row * side + column;
          boolean isMiddle = suits && across <= middleX && down <= middleY;
          if (isMiddle) {
            positive[cell] = 1;
            counted[cell] = 1;
            double[] place = {
              centreX - x,
              centreY - y,
              face.width(),
              face.height(),
              face.rightEyeX() - x,
              face.rightEyeY() - y,
              face.leftEyeX() - x,
              face.leftEyeY() - y
            };
            for (int i = 0; i < PLACES; i++) {
              places[(index * PLACES + i) * cells + cell - index * cells] =
                  (float) (place[i] / stride);
            }
          } else if (positive[cell] == 0) {
            counted[cell] = 0;
          }
        }
      }
    }
  }

  NDArray input(NDManager manager) {
    return manager.create(FloatBuffer.wrap(pixels), new Shape(scenes, 1, size, size));
  }

  /** Positive and counted of shape (scenes, 1, cells), then places of (scenes, 8, cells). */
  NDList labels(NDManager manager) {
    int cells = FaceNetwork.cells(size, size);
    return new NDList(
        manager.create(FloatBuffer.wrap(positive), new Shape(scenes, 1, cells)),
        manager.create(FloatBuffer.wrap(counted), new Shape(scenes, 1, cells)),
        manager.create(FloatBuffer.wrap(places), new Shape(scenes, PLACES, cells)));
  }
}
