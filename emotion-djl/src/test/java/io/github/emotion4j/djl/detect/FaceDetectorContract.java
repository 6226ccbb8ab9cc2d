// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link FaceDetector} promises; the test of each implements this. */
public interface FaceDetectorContract {

  /** How many threads share a detector. */
  int THREADS = 8;

  /** How far confidences of equal calls may differ, for sums of 32-bit numbers. */
  double ROUNDING = 1e-5;

  /** Returns a new detector, which the test closes. */
  FaceDetector newDetector();

  /** Returns a picture in which this detector finds at least one face. */
  BufferedImage pictureWithFaces();

  /** Tells whether a blank picture has no face for this detector. */
  default boolean findsNothingInBlankPictures() {
    return true;
  }

  /** Tells whether this detector holds something that closing frees. */
  default boolean isUnusableOnceClosed() {
    return true;
  }

  @Test
  default void facesLieInsideThePicture() {
    BufferedImage picture = pictureWithFaces();

    assertThat(detect(picture)).isNotEmpty().allSatisfy(face -> assertInside(face, picture));
  }

  @Test
  default void theSurestFaceComesFirst() {
    assertThat(detect(pictureWithFaces()))
        .isSortedAccordingTo(Comparator.comparingDouble(DetectedFace::confidence).reversed());
  }

  @Test
  default void aBlankPictureHasNoFace() {
    List<DetectedFace> faces = detect(new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB));

    assertThat(faces.isEmpty()).isEqualTo(findsNothingInBlankPictures());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,500", "500,1", "48,48", "8000,6000"})
  default void aPictureMayHaveAnySize(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);

    List<DetectedFace> faces = detect(picture);

    assertThat(faces.isEmpty()).isEqualTo(findsNothingInBlankPictures());
    assertThat(faces).allSatisfy(face -> assertInside(face, picture));
  }

  @Test
  default void thePictureIsNotChanged() {
    BufferedImage picture = pictureWithFaces();
    int width = picture.getWidth();
    int[] before = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);

    detect(picture);

    assertThat(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width)).isEqualTo(before);
  }

  @Test
  default void threadsThatShareADetectorGetTheResultOfOne() throws Exception {
    BufferedImage picture = pictureWithFaces();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (FaceDetector detector = newDetector()) {
      List<DetectedFace> alone = detector.detect(picture);
      Callable<List<DetectedFace>> call = () -> detector.detect(picture);

      List<List<DetectedFace>> together = new ArrayList<>();
      for (Future<List<DetectedFace>> result :
          threads.invokeAll(Collections.nCopies(3 * THREADS, call))) {
        together.add(result.get());
      }

      assertThat(together)
          .hasSize(3 * THREADS)
          .allSatisfy(faces -> assertEqualUpToRounding(faces, alone));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void closingTwiceIsHarmless() {
    FaceDetector detector = newDetector();
    detector.close();

    assertThatCode(detector::close).doesNotThrowAnyException();
  }

  @Test
  default void aClosedDetectorRefusesToDetect() {
    FaceDetector detector = newDetector();
    detector.close();
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);

    if (isUnusableOnceClosed()) {
      assertThatThrownBy(() -> detector.detect(picture))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    } else {
      assertThat(detector.detect(picture)).isNotEmpty();
    }
  }

  @Test
  default void theNameIsShort() {
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.name()).matches("[a-z0-9-]{1,20}");
    }
  }

  private List<DetectedFace> detect(BufferedImage picture) {
    try (FaceDetector detector = newDetector()) {
      return detector.detect(picture);
    }
  }

  /** A native library may add up in another order when its own threads are busy. */
  private static void assertEqualUpToRounding(
      List<DetectedFace> faces, List<DetectedFace> expected) {
    assertThat(faces).hasSameSizeAs(expected);
    for (int i = 0; i < faces.size(); i++) {
      assertThat(faces.get(i).region()).hasToString(expected.get(i).region().toString());
      assertThat(faces.get(i).confidence())
          .isEqualTo(expected.get(i).confidence(), within(ROUNDING));
    }
  }

  private static void assertInside(DetectedFace face, BufferedImage picture) {
    FaceRegion region = face.region();
    assertThat(face.confidence()).isBetween(0.0, 1.0);
    assertThat(region.x()).isNotNegative();
    assertThat(region.y()).isNotNegative();
    assertThat(region.x() + region.width()).isLessThanOrEqualTo(picture.getWidth());
    assertThat(region.y() + region.height()).isLessThanOrEqualTo(picture.getHeight());
  }
}
