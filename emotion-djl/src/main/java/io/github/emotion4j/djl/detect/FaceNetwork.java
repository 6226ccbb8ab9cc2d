// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import org.opencv.core.Mat;

/** The face detector's network on some engine. Safe to share between threads. */
interface FaceNetwork extends AutoCloseable {

  /**
   * Answers for every cell of a picture.
   *
   * @param bgr blue, green and red, 8 bits each; sides are multiples of {@link
   *     CellDecoder#LARGEST_STRIDE}; not changed
   * @return what a {@link CellDecoder} of that size reads
   */
  float[] answer(Mat bgr);

  @Override
  void close();
}
