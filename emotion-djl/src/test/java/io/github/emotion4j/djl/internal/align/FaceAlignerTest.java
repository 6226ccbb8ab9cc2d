// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;
import org.opencv.imgproc.Moments;

class FaceAlignerTest {

  private static final int SIZE = 96;
  private static final Scalar GREY = Scalar.all(128);
  private static final Scalar BLACK = Scalar.all(0);

  private final FaceAligner aligner = new FaceAligner();

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-60, -20, 0, 20, 90, 180})
  void tiltedEyesComeOutLevelAtThePromisedPlace(double degrees) {
    SyntheticFace face = SyntheticFace.at(400, 300, 200, degrees);
    Mat picture = face.draw(800, 600);

    Mat crop = aligner.align(picture, face.region(), SIZE);

    Point right = dot(crop, SyntheticFace.RED);
    Point left = dot(crop, SyntheticFace.BLUE);
    double distance = SIZE * SyntheticFace.EYE_DISTANCE;
    assertThat(right.y()).isEqualTo(SIZE * FaceAligner.EYE_LINE, within(0.5));
    assertThat(left.y()).isEqualTo(SIZE * FaceAligner.EYE_LINE, within(0.5));
    assertThat(right.x()).isEqualTo((SIZE - distance) / 2, within(0.5));
    assertThat(left.x()).isEqualTo((SIZE + distance) / 2, within(0.5));
    release(picture, crop);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 60, 200, 1500})
  void theSizeOfTheFaceDoesNotMatter(int side) {
    SyntheticFace face = SyntheticFace.at(1000, 1000, side, 10);
    Mat picture = face.draw(2000, 2000);

    Mat crop = aligner.align(picture, face.region(), SIZE);

    assertThat(dot(crop, SyntheticFace.RED).y())
        .isEqualTo(SIZE * FaceAligner.EYE_LINE, within(2.0));
    assertThat(dot(crop, SyntheticFace.BLUE).x())
        .isEqualTo(SIZE * (1 + SyntheticFace.EYE_DISTANCE) / 2, within(2.0));
    release(picture, crop);
  }

  @Test
  void withoutEyesTheBoxAloneGivesPlaceAndSize() {
    Mat picture = new Mat(400, 400, CvType.CV_8UC3, GREY);
    double side = FaceAligner.SIDE_PER_BOX * 100;
    int top = (int) Math.round(200 + side * (0.5 - FaceAligner.BOX_CENTRE) - side / 2);
    Imgproc.rectangle(picture, new Rect(0, 0, 400, top), BLACK, Imgproc.FILLED);

    Mat above = aligner.align(picture, FaceRegion.of(150, 150, 100, 100), 110);

    assertThat(above.get(1, 55)).containsOnly(128);
    assertThat(FaceCrop.around(FaceRegion.of(150, 150, 100, 100)).side())
        .isEqualTo(side, within(1e-9));
    release(picture, above);
  }

  @Test
  void aForeshortenedEyeDistanceLeavesTheScaleAlone() {
    Eyes profile = new Eyes(new Point(130, 140), new Point(110, 140));

    FaceCrop crop = FaceCrop.around(FaceRegion.of(100, 100, 80, 110, profile));

    assertThat(crop.side())
        .isEqualTo(FaceCrop.around(FaceRegion.of(100, 100, 80, 110)).side(), within(1e-9));
  }

  @Test
  void aBoxThatIsCutOffIsWidenedByTheEyes() {
    Eyes eyes = new Eyes(new Point(80, 60), new Point(10, 60));

    FaceCrop crop = FaceCrop.around(FaceRegion.of(0, 0, 100, 60, eyes));

    assertThat(70 / crop.side()).isEqualTo(FaceAligner.MOST_EYE_DISTANCE, within(1e-9));
  }

  @Test
  void eyesInOnePlaceDoNotTurnTheCrop() {
    Point eye = new Point(130, 140);

    FaceCrop crop = FaceCrop.around(FaceRegion.of(100, 100, 80, 110, new Eyes(eye, eye)));

    assertThat(crop.roll()).isZero();
  }

  @Test
  void outsideThePictureItsEdgeIsRepeated() {
    Mat picture = new Mat(100, 100, CvType.CV_8UC3, GREY);
    Imgproc.rectangle(picture, new Rect(0, 0, 2, 100), Scalar.all(200), Imgproc.FILLED);
    Eyes eyes = new Eyes(new Point(20, 40), new Point(-20, 40));

    Mat crop = aligner.align(picture, FaceRegion.of(0, 0, 50, 100, eyes), 48);

    assertThat(crop.get(24, 0)).containsOnly(200);
    assertThat(crop.get(24, 40)).containsOnly(128);
    release(picture, crop);
  }

  @ParameterizedTest
  @CsvSource({"0,0,1,1", "99,79,1,1", "60,50,40,30", "0,0,100,10", "0,0,3,80"})
  void anyRegionGivesAPictureOfTheWantedSizeAndType(int x, int y, int width, int height) {
    Mat picture = new Mat(80, 100, CvType.CV_8UC3, GREY);

    Mat crop = aligner.align(picture, FaceRegion.of(x, y, width, height), 48);

    assertThat(crop.type()).isEqualTo(CvType.CV_8UC3);
    assertThat(crop.rows()).isEqualTo(48);
    assertThat(crop.cols()).isEqualTo(48);
    assertThat(Core.mean(crop).val[0]).isEqualTo(128);
    release(picture, crop);
  }

  @Test
  void eyesFarOutsideThePictureAreSurvived() {
    Mat picture = new Mat(80, 100, CvType.CV_8UC3, GREY);
    Eyes eyes = new Eyes(new Point(1e9, -1e9), new Point(-1e9, 5));

    Mat crop = aligner.align(picture, FaceRegion.of(10, 10, 20, 20, eyes), 48);

    assertThat(Core.mean(crop).val[0]).isEqualTo(128);
    release(picture, crop);
  }

  @Test
  void aFinePatternOnALargeFaceBecomesEvenGrey() {
    Mat picture = new Mat(1200, 1200, CvType.CV_8UC3, BLACK);
    for (int x = 0; x < 1200; x += 2) {
      Imgproc.rectangle(picture, new Rect(x, 0, 1, 1200), Scalar.all(255), Imgproc.FILLED);
    }

    Mat crop = aligner.align(picture, FaceRegion.of(100, 100, 1000, 1000), 48);

    Core.MinMaxLocResult range = Core.minMaxLoc(crop.reshape(1));
    assertThat(range.minVal).isGreaterThan(108);
    assertThat(range.maxVal).isLessThan(148);
    release(picture, crop);
  }

  @Test
  void aWholePictureOfTheWantedSizeIsCopiedAsItIs() {
    Mat picture = new Mat(48, 48, CvType.CV_8UC3);
    Core.randu(picture, 0, 256);

    Mat crop = aligner.align(picture, FaceRegion.of(0, 0, 48, 48), 48);

    assertThat(Core.norm(picture, crop, Core.NORM_INF)).isZero();
    assertThat(crop.dataAddr()).isNotEqualTo(picture.dataAddr());
    release(picture, crop);
  }

  @Test
  void aWholePictureIsOnlyResizedEvenWhereEyesAreKnown() {
    Mat picture = new Mat(96, 96, CvType.CV_8UC3, GREY);
    Imgproc.rectangle(picture, new Rect(0, 0, 96, 48), BLACK, Imgproc.FILLED);
    Eyes tilted = new Eyes(new Point(70, 60), new Point(30, 30));

    Mat crop = aligner.align(picture, FaceRegion.of(0, 0, 96, 96, tilted), 48);

    assertThat(crop.get(23, 0)).containsOnly(0);
    assertThat(crop.get(24, 47)).containsOnly(128);
    release(picture, crop);
  }

  @Test
  void aWholePictureThatIsNoSquareKeepsItsProportions() {
    Mat picture = new Mat(96, 48, CvType.CV_8UC3, GREY);
    Imgproc.rectangle(picture, new Rect(0, 0, 4, 96), BLACK, Imgproc.FILLED);

    Mat crop = aligner.align(picture, FaceRegion.of(0, 0, 48, 96), 48);

    assertThat(crop.get(24, 13)).containsOnly(0);
    assertThat(crop.get(24, 14)).containsOnly(128);
    release(picture, crop);
  }

  @Test
  void thePictureIsNotChanged() {
    SyntheticFace face = SyntheticFace.at(200, 150, 100, 15);
    Mat picture = face.draw(400, 300);
    Mat before = picture.clone();

    Mat crop = aligner.align(picture, face.region(), 48);

    assertThat(Core.norm(picture, before, Core.NORM_INF)).isZero();
    release(picture, before, crop);
  }

  @Test
  void aPictureOfAnotherTypeIsRefused() {
    Mat grey = new Mat(48, 48, CvType.CV_8UC1, GREY);

    assertThatThrownBy(() -> aligner.align(grey, FaceRegion.of(0, 0, 48, 48), 48))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CV_8UC3");
    release(grey);
  }

  @Test
  void aSizeBelowOneIsRefused() {
    Mat picture = new Mat(48, 48, CvType.CV_8UC3, GREY);

    assertThatThrownBy(() -> aligner.align(picture, FaceRegion.of(0, 0, 48, 48), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
    release(picture);
  }

  /** Returns the centre of gravity of what has a colour, in pixels from the upper left corner. */
  private static Point dot(Mat crop, Scalar colour) {
    Mat mask = new Mat();
    Scalar tolerance = Scalar.all(90);
    Core.inRange(
        crop,
        new Scalar(
            colour.val[0] - tolerance.val[0],
            colour.val[1] - tolerance.val[1],
            colour.val[2] - tolerance.val[2]),
        new Scalar(
            colour.val[0] + tolerance.val[0],
            colour.val[1] + tolerance.val[1],
            colour.val[2] + tolerance.val[2]),
        mask);
    Moments moments = Imgproc.moments(mask, true);
    mask.release();
    assertThat(moments.m00).as("pixels of the dot").isPositive();
    return new Point(moments.m10 / moments.m00 + 0.5, moments.m01 / moments.m00 + 0.5);
  }

  private static void release(Mat... mats) {
    for (Mat mat : mats) {
      mat.release();
    }
  }
}
