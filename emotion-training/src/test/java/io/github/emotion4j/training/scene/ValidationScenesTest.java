// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationScenesTest {

  private static List<Scene> scenes(int count) {
    return ValidationScenes.compose(
        Templates.some(3), Backgrounds.none(), FacePhotographs.none(), 96, count);
  }

  @Test
  void areTheSameEveryTime() {
    List<Scene> once = scenes(3);
    List<Scene> again = scenes(3);

    assertThat(again).extracting(Scene::faces).isEqualTo(once.stream().map(Scene::faces).toList());
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).pixels()).isEqualTo(once.get(i).pixels());
    }
  }

  @Test
  void areAlsoTheFirstOfMore() {
    assertThat(scenes(4).subList(0, 2))
        .extracting(Scene::faces)
        .isEqualTo(scenes(2).stream().map(Scene::faces).toList());
  }

  @Test
  void differFromEachOther() {
    assertThat(scenes(8))
        .extracting(scene -> ByteBuffer.wrap(scene.pixels()))
        .doesNotHaveDuplicates();
  }
}
