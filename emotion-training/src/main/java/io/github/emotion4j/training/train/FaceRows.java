// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import ai.djl.ndarray.types.Shape;

/** What a network is shown of each face. Safe to share between threads, but for closing. */
interface FaceRows extends AutoCloseable {

  /** The shape of what is shown of a face. */
  Shape shape();

  /** Writes what is shown of a face in an epoch. */
  void put(int epoch, int face, float[] target, int offset);

  @Override
  void close();

  /**
   * The same numbers in every epoch.
   *
   * @param rows a row a face
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Features(float[][] rows) implements FaceRows {

    @Override
    public Shape shape() {
      return new Shape(rows[0].length);
    }

    @Override
    public void put(int epoch, int face, float[] target, int offset) {
      System.arraycopy(rows[face], 0, target, offset, rows[face].length);
    }

    @Override
    public void close() {}
  }
}
