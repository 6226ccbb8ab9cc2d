// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.BufferedImageFactory;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.internal.engine.PyTorch;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

class EmotionTranslatorTest {

  private static final int SIZE = 48;

  private final EmotionTranslator translator =
      new EmotionTranslator(ModelCard.LABELS, ModelCard.Input.FER2013, 1);
  private Model model;
  private NDManager manager;

  @BeforeAll
  static void loadOpenCv() {
    OpenCv.load();
  }

  @BeforeEach
  void newModel() {
    PyTorch.require();
    model = Model.newInstance("test", "PyTorch");
    manager = model.getNDManager();
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private static Mat grey(int width, int height) {
    Mat colour = OpenCv.toBgr(TestFaces.noise(width, height, 1));
    Mat grey = new Mat();
    Imgproc.cvtColor(colour, grey, Imgproc.COLOR_BGR2GRAY);
    colour.release();
    return grey;
  }

  private static Mat converted(Mat picture, int conversion) {
    Mat converted = new Mat();
    Imgproc.cvtColor(picture, converted, conversion);
    return converted;
  }

  private float[] input(Mat picture) {
    return input(translator, picture);
  }

  private float[] input(EmotionTranslator from, Mat picture) {
    return from.processInput(new Context(manager, model), Context.image(picture))
        .singletonOrThrow()
        .toFloatArray();
  }

  @Test
  void greyPixelsAreNormalised() {
    float[] input = input(new Mat(SIZE, SIZE, CvType.CV_8UC1, Scalar.all(255)));

    assertThat(input).hasSize(SIZE * SIZE).containsOnly(new float[] {2}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(ints = {Imgproc.COLOR_GRAY2BGR, Imgproc.COLOR_GRAY2BGRA})
  void greyContentGivesTheSameTensorWithAnyChannels(int conversion) {
    Mat grey = grey(SIZE, SIZE);

    assertThat(input(converted(grey, conversion))).isEqualTo(input(grey));
  }

  @Test
  void anotherKindOfPictureGivesTheSameTensor() {
    Mat grey = grey(SIZE, SIZE);
    java.awt.image.BufferedImage image =
        new java.awt.image.BufferedImage(SIZE, SIZE, java.awt.image.BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        image.setRGB(x, y, ((int) grey.get(y, x)[0]) * 0x010101);
      }
    }
    Image other = new BufferedImageFactory().fromImage(image);

    float[] input =
        translator
            .processInput(new Context(manager, model), other)
            .singletonOrThrow()
            .toFloatArray();

    assertThat(input).isEqualTo(input(grey));
  }

  @Test
  void rgbIsInTheOrderRedGreenBlue() {
    EmotionTranslator rgb =
        new EmotionTranslator(
            ModelCard.LABELS, new ModelCard.Input(1, ModelCard.Colour.RGB, 0, 1), 1);

    float[] input = input(rgb, new Mat(1, 1, CvType.CV_8UC3, new Scalar(0, 51, 255)));

    assertThat(input).containsExactly(new float[] {1, 0.2f, 0}, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 47, 49, 224})
  void aPictureOfAnySizeIsScaled(int side) {
    float[] input = input(new Mat(side, 2 * side, CvType.CV_8UC3, Scalar.all(0)));

    assertThat(input).hasSize(SIZE * SIZE).containsOnly(new float[] {-2}, within(1e-5f));
  }

  @Test
  void aPartOfAMatrixIsReadAlone() {
    Mat whole = grey(100, 100);
    Mat part = whole.submat(10, 10 + SIZE, 20, 20 + SIZE);

    assertThat(input(part)).isEqualTo(input(part.clone()));
  }

  @ParameterizedTest
  @EnumSource(ModelCard.Colour.class)
  void picturesOfACallMakeOneBatch(ModelCard.Colour colour) {
    EmotionTranslator small =
        new EmotionTranslator(ModelCard.LABELS, new ModelCard.Input(8, colour, 0, 1), 1);
    List<Image> pictures =
        List.of(
            Context.image(new Mat(8, 8, CvType.CV_8UC1, Scalar.all(0))),
            Context.image(new Mat(9, 9, CvType.CV_8UC3, Scalar.all(51))),
            Context.image(new Mat(5, 7, CvType.CV_8UC4, Scalar.all(255))));

    NDArray batch =
        small.batchProcessInput(new Context(manager, model), pictures).singletonOrThrow();

    assertThat(batch.getShape()).isEqualTo(new Shape(3, colour.channels(), 8, 8));
    assertThat(batch.get(1).toFloatArray()).containsOnly(new float[] {0.2f}, within(1e-5f));
    assertThat(batch.get(2).toFloatArray()).containsOnly(new float[] {1}, within(1e-5f));
  }

  @Test
  void thePictureIsNotChanged() {
    Mat picture = OpenCv.toBgr(TestFaces.noise(60, 60, 1));
    byte[] before = new byte[60 * 60 * 3];
    byte[] after = new byte[60 * 60 * 3];
    picture.get(0, 0, before);

    input(picture);

    picture.get(0, 0, after);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void eachRowOfTheOutputBecomesAClassification() {
    NDArray output = manager.zeros(new Shape(2, 7));

    List<Classifications> results =
        translator.batchProcessOutput(new Context(manager, model), new NDList(output));

    assertThat(results).hasSize(2);
    assertThat(results.get(1).getClassNames()).isEqualTo(ModelCard.LABELS);
    for (double probability : results.get(1).getProbabilities()) {
      assertThat(probability).isEqualTo(1 / 7.0, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 8, 14})
  void anOutputOfAnotherWidthIsRefused(int width) {
    NDList output = new NDList(manager.zeros(new Shape(2, width)));

    assertThatThrownBy(() -> translator.batchProcessOutput(new Context(manager, model), output))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("(2, " + width + ")", "the labels are 7");
  }

  @Test
  void anOutputOfMoreDimensionsIsRefused() {
    NDList output = new NDList(manager.zeros(new Shape(2, 7, 1)));

    assertThatThrownBy(() -> translator.batchProcessOutput(new Context(manager, model), output))
        .isInstanceOf(IllegalStateException.class);
  }
}
