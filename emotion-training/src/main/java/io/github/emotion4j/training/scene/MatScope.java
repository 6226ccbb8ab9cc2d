// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;

/** Releases matrices together. For one thread. */
final class MatScope implements AutoCloseable {

  private final List<Mat> matrices = new ArrayList<>();

  /** Keeps a matrix until this scope is closed. */
  Mat keep(Mat matrix) {
    matrices.add(matrix);
    return matrix;
  }

  Mat empty() {
    return keep(new Mat());
  }

  @Override
  public void close() {
    matrices.forEach(Mat::release);
  }
}
