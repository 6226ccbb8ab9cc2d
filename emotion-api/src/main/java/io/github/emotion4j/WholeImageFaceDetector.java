// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import java.awt.image.BufferedImage;
import java.util.List;

final class WholeImageFaceDetector implements FaceDetector {
  static final WholeImageFaceDetector INSTANCE = new WholeImageFaceDetector();

  /** Side in pixels beyond which a face gains nothing: the networks see fewer. */
  private static final int ENOUGH = 256;

  private WholeImageFaceDetector() {}

  @Override
  public List<DetectedFace> detect(BufferedImage image) {
    return List.of(new DetectedFace(FaceRegion.of(0, 0, image.getWidth(), image.getHeight()), 1));
  }

  @Override
  public String name() {
    return "whole";
  }

  @Override
  public int maxInputSide() {
    return ENOUGH;
  }
}
