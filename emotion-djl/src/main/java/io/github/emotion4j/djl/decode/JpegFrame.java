// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

/**
 * What the header of a JPEG picture tells.
 *
 * @param process the last four bits of its marker: 0 and 1 are sequential, 2 is progressive
 * @param width pixels a row, as stored
 * @param height rows, as stored
 * @param bits bits a sample
 * @param components number of components
 */
record JpegFrame(int process, int width, int height, int bits, int components) {

  private static final int PROGRESSIVE = 2;
  private static final int LOSSLESS = 3;
  private static final int ARITHMETIC_SEQUENTIAL = 9;
  private static final int ARITHMETIC_PROGRESSIVE = 10;

  /** Whether it is of the common kind: grey or in colours of three components, sequential. */
  boolean isPlain() {
    return process < PROGRESSIVE && bits == 8 && (components == 1 || components == 3);
  }

  boolean isProgressive() {
    return process == PROGRESSIVE || process == ARITHMETIC_PROGRESSIVE;
  }

  boolean isArithmetic() {
    return process == ARITHMETIC_SEQUENTIAL || process == ARITHMETIC_PROGRESSIVE;
  }

  boolean isLossless() {
    return process == LOSSLESS;
  }

  /** Refuses what no reader can read, though it may be sound. */
  void requireSupported() throws RefusedImageException {
    if (process > LOSSLESS && !isArithmetic()) {
      throw RefusedImageException.unsupported("a JPEG of a rare kind (process " + process + ")");
    }
    if (bits != 8 && process != LOSSLESS) {
      throw RefusedImageException.unsupported("a JPEG of " + bits + " bits a sample");
    }
    if (height == 0) {
      throw RefusedImageException.unsupported("a JPEG whose height stands behind its pixels");
    }
  }
}
