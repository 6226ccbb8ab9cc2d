// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emotion4j.Emotion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A data set with a limit, to try something on. */
final class LimitTest {

  private static final Fer2013 FACES = SyntheticFaces.dataset(12, 4);

  @Test
  void takesAsManyOfEveryEmotionFromEachSplit() {
    Fer2013 few = FACES.limitedTo(21, 1);

    assertThat(few.split(Split.TRAINING).count().values()).containsOnly(3);
    assertThat(few.split(Split.PUBLIC_TEST).count().values()).containsOnly(3);
  }

  @Test
  void takesWhatThereIsOfARareEmotionAndMoreOfTheOthers() {
    List<LabelledFace> faces = new ArrayList<>(FACES.split(Split.TRAINING).faces());
    faces.removeIf(face -> face.emotion() == Emotion.DISGUST && !face.name().endsWith("100.png"));

    Fer2013 few = Fer2013.of("rare", faces).limitedTo(31, 1);

    assertThat(few.faces()).hasSize(31);
    assertThat(few.count()).containsEntry(Emotion.DISGUST, 1).containsEntry(Emotion.HAPPY, 5);
  }

  @Test
  void takesAllWhereThereAreNotMore() {
    assertThat(FACES.limitedTo(1000, 1).faces()).isEqualTo(FACES.faces());
  }

  @Test
  void keepsTheOrderAndSaysSoInTheName() {
    Fer2013 few = FACES.limitedTo(10, 1);

    assertThat(few.faces()).isSubsetOf(FACES.faces());
    assertThat(few.faces()).isSortedAccordingTo(Comparator.comparing(FACES.faces()::indexOf));
    assertThat(few.name()).isEqualTo("synthetic (at most 10 faces of a split)");
  }

  @Test
  void dependsOnTheSeed() {
    assertThat(FACES.limitedTo(14, 1).faces()).isEqualTo(FACES.limitedTo(14, 1).faces());
    assertThat(FACES.limitedTo(14, 1).faces()).isNotEqualTo(FACES.limitedTo(14, 2).faces());
  }

  @Test
  void cannotBeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FACES.limitedTo(0, 1))
        .withMessageContaining("not to 0");
  }
}
