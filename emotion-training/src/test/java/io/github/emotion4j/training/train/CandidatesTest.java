// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.detect.RefineNetwork;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.scene.Scene;
import io.github.emotion4j.training.scene.SceneFace;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CandidatesTest {

  private static final int SIDE = 160;

  @BeforeAll
  static void load() {
    OpenCv.load();
  }

  private static SceneFace face(double x) {
    return new SceneFace(x, 20, 40, 40, x, 30, x, 30);
  }

  /** Finds faces of 40 pixels with their left edges at these places, all alike sure. */
  private static FaceDetector findsAt(int... places) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return Arrays.stream(places)
            .mapToObj(x -> new DetectedFace(FaceRegion.of(x, 20, 40, 40), 0.5))
            .toList();
      }

      @Override
      public String name() {
        return "finds at";
      }
    };
  }

  private static Scene scene(List<SceneFace> faces, List<SceneFace> uncertain) {
    byte[] pixels = new byte[SIDE * SIDE];
    new Random(1).nextBytes(pixels);
    return new Scene(SIDE, pixels, faces, uncertain);
  }

  private static boolean[] faces(Scene scene, int... places) {
    return Candidates.of(List.of(scene), findsAt(places)).faces();
  }

  @Test
  void aCandidateIsAFaceWhereOneIs() {
    assertThat(faces(scene(List.of(face(0)), List.of()), 3, 100)).containsExactly(true, false);
  }

  @Test
  void halfAFaceCountsNeitherWay() {
    assertThat(faces(scene(List.of(face(0)), List.of()), 18)).isEmpty();
  }

  @Test
  void whatMayBeAFaceCountsNeitherWay() {
    assertThat(faces(scene(List.of(), List.of(face(0))), 0, 100)).containsExactly(false);
  }

  @Test
  void theDetectorsWordIsKept() {
    Candidates candidates = Candidates.of(List.of(scene(List.of(), List.of())), findsAt(10));

    assertThat(candidates.detected()).containsExactly(new double[] {0}, within(1e-9));
  }

  @Test
  void inputsAndLabelsAreOfAsManyCandidates() {
    PyTorch.require();
    Candidates candidates =
        Candidates.of(List.of(scene(List.of(face(0)), List.of())), findsAt(0, 60, 110));
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      assertThat(candidates.input(manager).getShape()).isEqualTo(RefineNetwork.inputShape(3));
      assertThat(candidates.labels(manager).singletonOrThrow().toFloatArray())
          .containsExactly(1, 0, 0);
      assertThat(candidates.input(manager, 1, 2).toFloatArray())
          .isEqualTo(candidates.input(manager).get("1:2").toFloatArray());
      assertThat(candidates.labels(manager).singletonOrThrow().getShape())
          .isEqualTo(new Shape(3, 1));
    }
  }

  @Test
  void changedCandidatesDifferAndAreTheSameForTheSameRandomNumbers() {
    PyTorch.require();
    List<Scene> scenes = List.of(scene(List.of(face(0)), List.of()));
    FaceDetector detector = findsAt(0);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE)) {
      float[] plain = Candidates.of(scenes, detector).input(manager).toFloatArray();
      float[] changed = changed(scenes, detector, 3, manager);

      assertThat(changed).isNotEqualTo(plain).isEqualTo(changed(scenes, detector, 3, manager));
      assertThat(changed(scenes, detector, 4, manager)).isNotEqualTo(changed);
    }
  }

  private static float[] changed(
      List<Scene> scenes, FaceDetector detector, long seed, NDManager manager) {
    return Candidates.changed(scenes, detector, new SplittableRandom(seed))
        .input(manager)
        .toFloatArray();
  }
}
