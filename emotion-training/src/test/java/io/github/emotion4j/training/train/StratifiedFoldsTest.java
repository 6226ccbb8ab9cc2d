// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StratifiedFoldsTest {

  private final Random random = new Random(3);

  /** A face of noise, unlike any other. */
  private LabelledFace face(String name, Emotion emotion) {
    byte[] pixels = new byte[48 * 48];
    random.nextBytes(pixels);
    return new LabelledFace(name, Split.TRAINING, emotion, pixels);
  }

  private List<LabelledFace> faces(Emotion emotion, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> face(emotion + "/" + i + ".png", emotion))
        .toList();
  }

  private List<LabelledFace> unbalanced() {
    List<LabelledFace> faces = new ArrayList<>(faces(Emotion.HAPPY, 53));
    faces.addAll(faces(Emotion.SAD, 20));
    faces.addAll(faces(Emotion.FEAR, 5));
    faces.addAll(faces(Emotion.DISGUST, 1));
    return faces;
  }

  private static long count(List<LabelledFace> faces, Emotion emotion) {
    return faces.stream().filter(face -> face.emotion() == emotion).count();
  }

  @Test
  void eachPartHasAsManyFacesOfEachEmotionAsAnyOther() {
    StratifiedFolds parted = StratifiedFolds.of(unbalanced(), 5, 42);

    assertThat(parted.folds())
        .hasSize(5)
        .allSatisfy(
            fold -> {
              assertThat(count(fold, Emotion.HAPPY)).isBetween(10L, 11L);
              assertThat(count(fold, Emotion.SAD)).isEqualTo(4);
              assertThat(count(fold, Emotion.FEAR)).isEqualTo(1);
            });
  }

  @Test
  void eachFaceIsInOnePart() {
    List<LabelledFace> faces = unbalanced();

    StratifiedFolds parted = StratifiedFolds.of(faces, 5, 42);

    assertThat(parted.folds().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(faces);
    assertThat(parted.allBut(0, faces))
        .hasSize(faces.size() - parted.folds().get(0).size())
        .doesNotContainAnyElementsOf(parted.folds().get(0));
  }

  @Test
  void theOnlyFaceOfAnEmotionIsNotHeldOut() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(count(StratifiedFolds.of(unbalanced(), 5, seed).folds().get(0), Emotion.DISGUST))
          .isZero();
    }
  }

  @Test
  void anotherSeedPartsOtherwise() {
    List<LabelledFace> faces = unbalanced();

    assertThat(StratifiedFolds.of(faces, 5, 1)).isEqualTo(StratifiedFolds.of(faces, 5, 1));
    assertThat(StratifiedFolds.of(faces, 5, 1)).isNotEqualTo(StratifiedFolds.of(faces, 5, 2));
  }

  @Test
  void nobodyIsInTwoPartsWhereNamesTell() {
    List<LabelledFace> faces = new ArrayList<>();
    for (String who : List.of("anna", "ben", "carl", "dora", "emil", "fritz")) {
      for (Emotion emotion : List.of(Emotion.HAPPY, Emotion.SAD)) {
        for (int i = 0; i < 3; i++) {
          faces.add(face(emotion + "/" + who + "_" + i + ".jpg", emotion));
        }
      }
    }

    StratifiedFolds parted = StratifiedFolds.of(faces, 5, 42);

    assertThat(parted.byPerson()).isTrue();
    Set<String> seen = new HashSet<>();
    for (List<LabelledFace> fold : parted.folds()) {
      Set<String> people = new HashSet<>();
      fold.forEach(face -> people.add(face.name().replaceAll(".*/|_.*", "")));
      assertThat(people).isNotEmpty();
      people.forEach(person -> assertThat(seen.add(person)).as(person).isTrue());
    }
  }

  @Test
  void thereAreNoMorePartsThanPeople() {
    List<LabelledFace> faces =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    face(
                        "happy/" + List.of("anna", "ben", "carl").get(i % 3) + i + ".jpg",
                        Emotion.HAPPY))
            .toList();

    assertThat(StratifiedFolds.of(faces, 5, 42).folds()).hasSize(3);
  }

  @Test
  void nearDuplicatesAreInOnePart() {
    List<LabelledFace> faces = new ArrayList<>(faces(Emotion.HAPPY, 20));
    for (int i = 0; i < 20; i++) {
      byte[] copy = faces.get(i).pixels().clone();
      copy[0]++;
      faces.add(new LabelledFace("copy", Split.TRAINING, Emotion.HAPPY, copy));
    }

    for (List<LabelledFace> fold : StratifiedFolds.of(faces, 5, 42).folds()) {
      for (int i = 0; i < 20; i++) {
        assertThat(fold.contains(faces.get(i))).isEqualTo(fold.contains(faces.get(20 + i)));
      }
    }
  }
}
