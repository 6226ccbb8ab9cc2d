// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

/**
 * What the header of a JPEG picture tells.
 *
 * @param width pixels a row, as stored
 * @param height rows, as stored; 0 where they are told later
 * @param bits bits a sample
 * @param components number of components
 */
record JpegFrame(int width, int height, int bits, int components) {

  /** Whether it is of the common kind: grey or in colours of three components, 8 bits each. */
  boolean isPlain() {
    return width > 0 && height > 0 && bits == 8 && (components == 1 || components == 3);
  }
}
