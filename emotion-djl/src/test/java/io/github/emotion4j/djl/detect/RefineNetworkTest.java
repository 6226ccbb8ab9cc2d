// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emotion4j.djl.classify.InferenceNetwork;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.opencv.OpenCv;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect2d;
import org.opencv.core.Scalar;

class RefineNetworkTest {

  private static final int SIDE = RefineNetwork.SIDE;

  private Mat picture;

  @BeforeEach
  void paintAPictureThatIsDarkOnTheLeft() {
    OpenCv.load();
    picture = new Mat(100, 200, CvType.CV_8UC1, Scalar.all(200));
    picture.colRange(0, 100).setTo(Scalar.all(50));
  }

  @AfterEach
  void release() {
    picture.release();
  }

  private byte[] cut(Rect2d box) {
    byte[] pixels = new byte[SIDE * SIDE];
    RefineNetwork.cut(picture, box, pixels);
    return pixels;
  }

  private static int at(byte[] pixels, int column, int row) {
    return Byte.toUnsignedInt(pixels[row * SIDE + column]);
  }

  @ParameterizedTest
  @CsvSource({"90, 40, 20, 20", "70, 20, 60, 60", "94, 44, 12, 12", "80, 30, 40, 20"})
  void aBoxIsCutOutWithItsMiddleInTheMiddle(double x, double y, double width, double height) {
    byte[] pixels = cut(new Rect2d(x, y, width, height));

    assertThat(at(pixels, SIDE / 2 - 3, 5)).isEqualTo(50);
    assertThat(at(pixels, SIDE / 2 + 2, 5)).isEqualTo(200);
  }

  @Test
  void moreThanTheBoxIsSeen() {
    // The edge at 100 is outside the box, but within one and a half of its side.
    byte[] pixels = cut(new Rect2d(58, 30, 40, 40));

    assertThat(at(pixels, SIDE - 1, SIDE / 2)).isEqualTo(200);
    assertThat(at(pixels, SIDE - 9, SIDE / 2)).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"-10, -10, 40, 40", "180, 80, 40, 40", "0, 0, 200, 100", "199, 99, 1, 1", "0,0,1,1"})
  void beyondThePictureItsEdgeGoesOn(double x, double y, double width, double height) {
    byte[] pixels = cut(new Rect2d(x, y, width, height));

    int left = x < 100 ? 50 : 200;
    int right = x + width <= 100 ? 50 : 200;
    assertThat(at(pixels, 0, 0)).isEqualTo(left);
    assertThat(at(pixels, SIDE - 1, SIDE - 1)).isEqualTo(right);
  }

  @Test
  void itIsSmallAndGivesOneNumberForEachCandidate() {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      Block block = RefineNetwork.newBlock();
      block.initialize(manager, DataType.FLOAT32, RefineNetwork.inputShape(1));
      long parameters =
          block.getParameters().values().stream().mapToLong(p -> p.getArray().size()).sum();

      assertThat(parameters).isEqualTo(94_153);
      assertThat(block.getOutputShapes(new Shape[] {RefineNetwork.inputShape(5)}))
          .containsExactly(new Shape(5, 1));
    }
  }

  @Test
  void asAModuleItSaysTheSame() {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      Block block = RefineNetwork.newBlock();
      block.initialize(manager, DataType.FLOAT32, RefineNetwork.inputShape(1));
      NDArray candidates = manager.randomNormal(RefineNetwork.inputShape(3));
      ParameterStore store = new ParameterStore(manager, false);

      // One by one: of a batch, PyTorch 2.7.1 computes the last convolution wrong on AMD's Zen 5.
      float[] expected = new float[3];
      for (int i = 0; i < expected.length; i++) {
        NDList alone = new NDList(candidates.get(i + ":" + (i + 1)));
        expected[i] = block.forward(store, alone, false).singletonOrThrow().getFloat();
      }
      float[] actual =
          InferenceNetwork.of(block, manager)
              .forward(store, new NDList(candidates), false)
              .singletonOrThrow()
              .toFloatArray();

      assertThat(actual).containsExactly(expected, within(1e-4f));
    }
  }
}
