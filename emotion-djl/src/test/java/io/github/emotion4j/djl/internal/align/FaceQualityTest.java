// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.HeadPose;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** On a pattern that is about as sharp as a face. */
class FaceQualityTest {

  private final Mat worse = new Mat();
  private Mat face = new Mat();

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @BeforeEach
  void makeFace() {
    face = OpenCv.toBgr(TestFaces.noise(16, 16, 1));
    Imgproc.resize(face, face, new Size(48, 48), 0, 0, Imgproc.INTER_CUBIC);
  }

  @AfterEach
  void release() {
    face.release();
    worse.release();
  }

  private static double quality(Mat crop) {
    return FaceQuality.of(crop, 48, Optional.empty());
  }

  @Test
  void aSharpWellLitLargeFaceHasTheBestQuality() {
    assertThat(quality(face)).isGreaterThan(0.9);
  }

  @Test
  void theMoreBlurTheLessQuality() {
    double before = quality(face);
    for (double blur : new double[] {1.5, 2.5, 4, 8}) {
      Imgproc.GaussianBlur(face, worse, new Size(), blur);
      double quality = quality(worse);
      assertThat(quality).isLessThan(before);
      before = quality;
    }
    assertThat(before).isLessThan(0.4 * quality(face));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.06, 0.02, 9})
  void aDarkOrOverexposedFaceHasLessQuality(double light) {
    face.convertTo(worse, -1, light, 0);

    assertThat(quality(worse)).isLessThan(0.6 * quality(face));
  }

  @Test
  void whatIsNoiseIsNotTakenForSharpness() {
    Mat noise = new Mat(face.size(), CvType.CV_8UC3);
    try {
      Core.randu(noise, 0, 255);
      assertThat(quality(noise)).isLessThan(0.6);
    } finally {
      noise.release();
    }
  }

  @Test
  void theFewerPixelsAFaceHasTheLessQuality() {
    assertThat(FaceQuality.of(face, 16, Optional.empty())).isLessThan(quality(face));
    assertThat(FaceQuality.of(face, 8, Optional.empty()))
        .isLessThan(FaceQuality.of(face, 16, Optional.empty()));
    assertThat(FaceQuality.of(face, 1, Optional.empty())).isZero();
  }

  @Test
  void aFaceThatIsTurnedAwayHasLessQualityAndOneThatLeansHasNot() {
    assertThat(FaceQuality.of(face, 48, Optional.of(new HeadPose(70, 0, 0))))
        .isLessThan(0.7 * quality(face));
    assertThat(FaceQuality.of(face, 48, Optional.of(new HeadPose(5, -5, 45))))
        .isEqualTo(quality(face));
  }

  @Test
  void aBlankPictureHasNone() {
    Mat blank = new Mat(48, 48, CvType.CV_8UC3, Scalar.all(90));
    try {
      assertThat(quality(blank)).isZero();
    } finally {
      blank.release();
    }
  }
}
