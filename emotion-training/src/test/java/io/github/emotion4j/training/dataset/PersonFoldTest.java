// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonFoldTest {

  @ParameterizedTest
  @CsvSource({
    "happy/Abba_Eban_0001.jpg, Abba_Eban",
    "Abba_Eban_0012.JPG, Abba_Eban",
    "sad/anna.png, anna",
    "a/b/Ann_2_3, Ann_2",
  })
  void aPersonIsTheFilesNameWithoutNumberAndEnding(String name, String person) {
    assertThat(PersonFold.person(name)).isEqualTo(person);
  }

  @Test
  void everyPictureIsInOnePartOfTen() {
    for (String name : new String[] {"happy/Abba_Eban_0001.jpg", "sad/Aaron_Sorkin_0002.jpg"}) {
      assertThat(IntStream.range(0, 10).filter(i -> new PersonFold(i, 10).test(name)).count())
          .isEqualTo(1);
    }
  }

  /** What Python's hashlib gives for these names; networks were trained without part 0. */
  @ParameterizedTest
  @CsvSource({
    "happy/Abba_Eban_0001.jpg, 2",
    "neutral/Aaron_Tippin_0001.jpg, 8",
    "surprise/Yao_Ming_0004.jpg, 5"
  })
  void thePartIsTheOneThatTheTrainingInPythonTakes(String name, int part) {
    assertThat(new PersonFold(part, 10).test(name)).isTrue();
  }

  @Test
  void partsOfTwentyAreHalvesOfThoseOfTen() {
    for (int i = 0; i < 100; i++) {
      String name = "happy/Person " + i + "_1.jpg";
      assertThat(new PersonFold(3, 20).test(name) || new PersonFold(13, 20).test(name))
          .isEqualTo(new PersonFold(3, 10).test(name));
    }
  }

  @Test
  void aPartIsReadAsWritten() {
    assertThat(PersonFold.parse("0/10")).isEqualTo(PersonFold.KEPT_APART).hasToString("0/10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "10/10", "-1/10", "0/0", "a/b", "1/2/3"})
  void refusesWhatIsNoPart(String text) {
    assertThatThrownBy(() -> PersonFold.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part");
  }
}
