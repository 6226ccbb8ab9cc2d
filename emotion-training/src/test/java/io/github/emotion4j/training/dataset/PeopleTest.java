// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeopleTest {

  private static List<LabelledFace> faces(String... names) {
    return Arrays.stream(names)
        .map(name -> new LabelledFace(name, Split.TRAINING, Emotion.HAPPY, new byte[48 * 48]))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "happy/anna.jpg, anna",
    "sad/Anna-02.png, anna",
    "happy/anna (3).jpg, anna",
    "train/happy/Abba_Eban_0001.jpg, abba_eban",
    "happy/happy_anna_1.jpg, anna",
    "happy/anna IMG_2024.jpg, anna"
  })
  void aNameTellsWhoAFaceShows(String name, String person) {
    LabelledFace face = faces(name).get(0);

    assertThat(People.of(List.of(face)).of(face)).contains(person);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "happy/IMG_0001.jpg",
        "happy/DSC00012.JPG",
        "train/happy/Training_10118481.jpg",
        "happy/17.png",
        "sad/sad_3.png",
        "sad/a.png",
        "fer2013.csv line 17"
      })
  void whatCamerasAndDataSetsCallTheirFilesTellsNobody(String name) {
    assertThat(People.of(faces(name)).names()).isEmpty();
  }

  @Test
  void aFewNamesAmongNumbersTellNobody() {
    assertThat(People.of(faces("happy/anna.jpg", "happy/1.jpg", "sad/2.jpg")).names()).isEmpty();
  }

  @Test
  void everybodyIsNamedOnce() {
    assertThat(People.of(faces("happy/anna_1.jpg", "sad/anna_2.jpg", "sad/ben.jpg")).names())
        .containsExactlyInAnyOrder("anna", "ben");
  }
}
