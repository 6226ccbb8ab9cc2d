// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.detect.FaceNetwork;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorLossTest {

  private static final int SIZE = 64;
  private static final int CELLS = FaceNetwork.cells(SIZE, SIZE);
  private static final SceneFace FACE = new SceneFace(20, 12, 24, 24, 27, 22, 37, 22);

  private static DetectorTargets targets(SceneFace... faces) {
    return DetectorTargets.of(
        List.of(new Scene(SIZE, new byte[SIZE * SIZE], List.of(faces), List.of())));
  }

  @Test
  void aFaceBelongsToTheCellsAroundItsMiddleOfTheStridesThatSuitIt() {
    DetectorTargets targets = targets(FACE);

    int middleOf8 = 2 * 8 + 3; // the face's middle is (32, 24), between cells 2 and 3 both ways
    assertThat(targets.positive()[middleOf8]).isEqualTo(1);
    assertThat(targets.positive()[middleOf8 + 8]).isEqualTo(1);
    assertThat(targets.positive()[0]).isZero();
    assertThat(targets.counted()[0]).isEqualTo(1);
    int firstOf32 = 8 * 8 + 4 * 4;
    for (int i = firstOf32; i < CELLS; i++) {
      assertThat(targets.positive()[i]).isZero();
    }
  }

  @Test
  void whatIsUncertainDoesNotCountUnlessACertainFaceIsThere() {
    SceneFace doubt = new SceneFace(0, 0, 40, 64, 10, 20, 20, 20);
    DetectorTargets targets =
        DetectorTargets.of(
            List.of(new Scene(SIZE, new byte[SIZE * SIZE], List.of(FACE), List.of(doubt))));

    int middleOf8 = 2 * 8 + 3;
    assertThat(targets.positive()[middleOf8]).isEqualTo(1);
    assertThat(targets.counted()[middleOf8]).isEqualTo(1);
    assertThat(targets.counted()[0]).isZero();
    assertThat(targets.counted()[7]).isEqualTo(1);
    assertThat(targets.counted()[8 * 8]).isZero();
  }

  @Test
  void placesAreInStridesFromTheCellsMiddle() {
    DetectorTargets targets = targets(FACE);

    int cell = 2 * 8 + 3; // its middle is (28, 20)
    float[] places = targets.places();
    assertThat(places[cell]).isEqualTo((32 - 28) / 8f);
    assertThat(places[CELLS + cell]).isEqualTo((24 - 20) / 8f);
    assertThat(places[2 * CELLS + cell]).isEqualTo(24 / 8f);
    assertThat(places[3 * CELLS + cell]).isEqualTo(24 / 8f);
    assertThat(places[4 * CELLS + cell]).isEqualTo((27 - 28) / 8f);
    assertThat(places[7 * CELLS + cell]).isEqualTo((22 - 20) / 8f);
  }

  @Test
  void thePerfectAnswerCostsNothingAndOthersMore() {
    PyTorch.require();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      DetectorTargets targets = targets(FACE);
      NDList labels = targets.labels(manager);

      double perfect = loss(manager, labels, outputs(targets, 12, 0));

      assertThat(perfect).isCloseTo(0, within(1e-3));
      assertThat(loss(manager, labels, outputs(targets, 12, 0.5f))).isGreaterThan(perfect + 0.1);
      assertThat(loss(manager, labels, outputs(targets, -2, 0))).isGreaterThan(perfect + 0.1);
      float[] falseAlarm = outputs(targets, 12, 0);
      falseAlarm[0] = 12;
      assertThat(loss(manager, labels, falseAlarm)).isGreaterThan(perfect + 0.1);
    }
  }

  private static double loss(NDManager manager, NDList labels, float[] outputs) {
    NDArray array = manager.create(outputs, new Shape(1, FaceNetwork.OUTPUTS, CELLS));
    return new DetectorLoss().evaluate(labels, new NDList(array)).getFloat();
  }

  /** What a network should say, with a score and a shift of the boxes. */
  private static float[] outputs(DetectorTargets targets, float logit, float shift) {
    float[] outputs = new float[FaceNetwork.OUTPUTS * CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      boolean face = targets.positive()[cell] == 1;
      outputs[cell] = face ? logit : -12;
      for (int i = 0; i < 8 && face; i++) {
        float place = targets.places()[i * CELLS + cell];
        boolean side = i == 2 || i == 3;
        outputs[(i + 1) * CELLS + cell] = side ? (float) Math.log(place) : place + shift;
      }
    }
    return outputs;
  }
}
