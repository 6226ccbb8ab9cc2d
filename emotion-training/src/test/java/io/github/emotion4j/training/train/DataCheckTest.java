// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DataCheckTest {

  private final Random random = new Random(5);

  private LabelledFace face(String name, Emotion emotion) {
    byte[] pixels = new byte[48 * 48];
    random.nextBytes(pixels);
    return new LabelledFace(name, Split.TRAINING, emotion, pixels);
  }

  /** So many faces of all emotions that are not left out. */
  private List<LabelledFace> faces(String names, int ofEach, Emotion... leftOut) {
    List<LabelledFace> faces = new ArrayList<>();
    for (Emotion emotion : Emotion.values()) {
      for (int i = 0; i < ofEach && !List.of(leftOut).contains(emotion); i++) {
        faces.add(face(emotion + "/" + names + i + ".png", emotion));
      }
    }
    return faces;
  }

  private static List<String> check(List<LabelledFace> training, List<LabelledFace> validation) {
    return DataCheck.of(
        new TrainingFaces("mine", training, validation, "PublicTest", true, Optional.empty()));
  }

  @Test
  void enoughFacesOfEverythingAreNotSpokenOf() {
    assertThat(check(faces("", 12), faces("", 15))).isEmpty();
  }

  @Test
  void anEmotionWithoutFacesIsNamed() {
    assertThat(check(faces("", 12, Emotion.FEAR, Emotion.DISGUST), faces("", 20, Emotion.FEAR)))
        .singleElement()
        .asString()
        .contains("disgust or fear");
  }

  @Test
  void anEmotionOfFewFacesIsNamed() {
    List<LabelledFace> training = faces("", 12, Emotion.SAD);
    training.add(face("sad/1.png", Emotion.SAD));

    assertThat(check(training, faces("", 15)))
        .singleElement()
        .asString()
        .contains("1 face to train on labelled sad");
  }

  @Test
  void fewFacesToValidateOnAreCounted() {
    assertThat(check(faces("", 12), faces("", 2)))
        .singleElement()
        .asString()
        .contains("14 faces to validate on", "up to 23 points", "--folds 5", "all 98");
  }

  @Test
  void anEmotionThatIsNotMeasuredIsNamed() {
    assertThat(check(faces("", 12), faces("", 20, Emotion.ANGRY)))
        .singleElement()
        .asString()
        .contains("labelled angry: nothing is known of it");
  }

  @Test
  void facesOnBothSidesAreCounted() {
    List<LabelledFace> training = faces("", 12);
    List<LabelledFace> validation = faces("", 15);
    byte[] copy = training.get(3).pixels().clone();
    copy[7]++;
    validation.add(new LabelledFace("test/a.png", Split.PUBLIC_TEST, Emotion.ANGRY, copy));

    assertThat(check(training, validation))
        .singleElement()
        .asString()
        .contains("1 face to validate on also stands", "test/a.png", training.get(3).name());
  }

  @Test
  void peopleOnBothSidesAreNamedWhereNamesTell() {
    List<LabelledFace> training = faces("anna_", 12);
    training.addAll(faces("ben_", 5));

    assertThat(check(training, faces("ben_", 15)))
        .singleElement()
        .asString()
        .contains("ben is both trained on and validated on");
  }

  @Test
  void aDataSetOfOnePersonSaysNothingOfOthers() {
    List<LabelledFace> all = faces("anna_", 20);
    TrainingFaces faces =
        new TrainingFaces(
            "mine", all, all, "5 folds", false, Optional.of(new FoldLogits(List.of(), List.of())));

    assertThat(DataCheck.of(faces)).singleElement().asString().contains("all faces are of anna");
  }
}
