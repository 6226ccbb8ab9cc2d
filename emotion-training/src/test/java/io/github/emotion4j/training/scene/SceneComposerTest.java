// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SceneComposerTest {

  private static final int SIZE = 160;

  private final SceneComposer composer =
      SceneComposer.training(Templates.some(5), Backgrounds.none(), SIZE);

  private List<Scene> scenes(int count) {
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      scenes.add(composer.compose(new SplittableRandom(i), List.of()));
    }
    return scenes;
  }

  @Test
  void equalRandomNumbersGiveEqualScenes() {
    Scene first = composer.compose(new SplittableRandom(3), List.of());
    Scene second = composer.compose(new SplittableRandom(3), List.of());

    assertThat(second.faces()).isEqualTo(first.faces());
    assertThat(second.pixels()).isEqualTo(first.pixels());
  }

  @Test
  void facesAreOfTheSizesThatAreSaid() {
    assertThat(scenes(60))
        .flatExtracting(Scene::faces)
        .hasSizeGreaterThan(60)
        .allSatisfy(
            face -> {
              // A turned face's box is a little larger or smaller.
              assertThat(face.size())
                  .isBetween(0.8 * SceneComposer.LEAST_FACE, 1.2 * SceneComposer.MOST_FACE);
              assertThat(face.x() + face.width() / 2).isBetween(0.0, (double) SIZE);
              assertThat(face.y() + face.height() / 2).isBetween(0.0, (double) SIZE);
            });
  }

  @Test
  void facesOverlapNoMoreThanInACrowd() {
    for (Scene scene : scenes(60)) {
      List<SceneFace> faces = scene.faces();
      for (int i = 0; i < faces.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertThat(faces.get(i).overlap(faces.get(j))).isLessThan(0.41);
        }
      }
    }
  }

  @Test
  void thePersonsRightEyeIsOnTheLeftUnlessTheFaceIsTurnedFar() {
    assertThat(scenes(60))
        .flatExtracting(Scene::faces)
        .allSatisfy(face -> assertThat(face.rightEyeX()).isLessThan(face.leftEyeX()));
  }

  @Test
  void someScenesHaveManyFacesAndSomeNone() {
    assertThat(scenes(80)).anySatisfy(scene -> assertThat(scene.faces()).isEmpty());
    assertThat(scenes(80)).anySatisfy(scene -> assertThat(scene.faces()).hasSizeGreaterThan(4));
  }

  @Test
  void someFacesAreHiddenSoFarThatTheyCountNeitherWay() {
    assertThat(scenes(80)).anySatisfy(scene -> assertThat(scene.uncertain()).isNotEmpty());
  }

  @Test
  void aHardPatchShowsWhatWasAtItsPlace() {
    byte[] pixels = new byte[SIZE * SIZE];
    for (int y = 60; y < 100; y++) {
      java.util.Arrays.fill(pixels, y * SIZE + 60, y * SIZE + 100, (byte) 200);
    }

    HardPatch patch = HardPatch.of(new Scene(SIZE, pixels, List.of(), List.of()), 80, 80, 36);

    int side = (int) Math.sqrt(patch.pixels().length);
    assertThat(patch.pixels()[side / 2 * side + side / 2] & 0xff).isCloseTo(200, within(2));
    assertThat(patch.pixels()[0] & 0xff).isLessThan(5);
  }
}
