// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import io.github.emotion4j.FaceDetector;
import java.awt.image.BufferedImage;

class WholeImageFaceDetectorTest implements FaceDetectorContract {

  @Override
  public FaceDetector newDetector() {
    return FaceDetector.wholeImage();
  }

  @Override
  public BufferedImage pictureWithFaces() {
    return new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
  }

  @Override
  public boolean findsNothingInBlankPictures() {
    return false;
  }

  @Override
  public boolean isUnusableOnceClosed() {
    return false;
  }
}
