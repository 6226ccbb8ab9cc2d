// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that learn from trained models beside the labels. */
final class DistillationTest {

  private static final List<LabelledFace> FACES = SyntheticFaces.of(Split.TRAINING, 5, 3);

  private static EmotionModel teacher;
  private static EmotionModel ferPlusTeacher;

  @TempDir private Path folder;

  @BeforeAll
  static void openTeachers() {
    teacher = EmotionModel.embedded("fer2013");
    ferPlusTeacher = EmotionModel.embedded("ferplus");
  }

  @AfterAll
  static void closeTeachers() {
    teacher.close();
    ferPlusTeacher.close();
  }

  private static float[][] targets(Teachers teachers) {
    return TrainingTargets.of(FACES, LabelSource.FER2013, Optional.empty(), 0.1, 0, teachers);
  }

  private static float[][] word(EmotionModel model) {
    return ModelEvaluator.probabilities(model, FACES, 7, true);
  }

  @Test
  void aTeacherOfTheWholeShareIsRepeated() {
    float[][] targets = targets(new Teachers(List.of(teacher), 1));

    float[][] word = word(teacher);
    for (int i = 0; i < targets.length; i++) {
      assertThat(targets[i]).containsExactly(word[i], within(1e-5f));
    }
  }

  @Test
  void labelsHaveTheRestOfTheShare() {
    float[][] targets = targets(new Teachers(List.of(teacher), 0.25));

    float[][] word = word(teacher);
    float[][] labels = TrainingTargets.smoothed(FACES, 0.1);
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < targets[i].length; j++) {
        assertThat(targets[i][j])
            .isCloseTo(0.75f * labels[i][j] + 0.25f * word[i][j], within(1e-5f));
      }
    }
  }

  @Test
  void severalTeachersAreAveraged() throws IOException {
    Path other = folder.resolve("other");
    Trainings.quick(other).build().train();
    try (EmotionModel second = EmotionModel.load(other)) {
      float[][] targets = targets(new Teachers(List.of(teacher, second), 1));

      float[][] first = word(teacher);
      float[][] another = word(second);
      for (int i = 0; i < targets.length; i++) {
        for (int j = 0; j < targets[i].length; j++) {
          assertThat(targets[i][j]).isCloseTo((first[i][j] + another[i][j]) / 2, within(1e-5f));
        }
      }
    }
  }

  @Test
  void ofEachLabelsTeachTheOutputThatLearnsThem() throws IOException {
    Optional<FerPlus> votes = Optional.of(votes());
    Teachers both = new Teachers(List.of(teacher, ferPlusTeacher), 1);

    float[][] targets = TrainingTargets.of(FACES, LabelSource.MIXED, votes, 0.1, 0, both);

    float[] first = word(teacher)[1];
    float[] second = word(ferPlusTeacher)[1];
    for (int j = 0; j < OutputHead.CLASSES; j++) {
      assertThat(targets[1][j]).isCloseTo(first[j], within(1e-5f));
      assertThat(targets[1][OutputHead.CLASSES + j]).isCloseTo(second[j], within(1e-5f));
    }
  }

  @Test
  void aFaceWithoutVotesIsNotTaughtThem() throws IOException {
    Optional<FerPlus> votes = Optional.of(votes());
    Teachers teachers = new Teachers(List.of(ferPlusTeacher), 1);

    float[][] targets = TrainingTargets.of(FACES, LabelSource.FERPLUS, votes, 0.1, 0, teachers);

    assertThat(targets[0]).containsOnly(0);
    assertThat(targets[1]).doesNotContain(0);
  }

  /** All faces but the first have votes. */
  private FerPlus votes() throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n");
    for (LabelledFace face : FACES.subList(1, FACES.size())) {
      csv.append(face.name()).append(",0,10,0,0,0,0,0,0,0,0\n");
    }
    return FerPlus.load(Files.writeString(folder.resolve("votes.csv"), csv));
  }

  @Test
  void isNamedInTheStudentsCard() {
    Path output = folder.resolve("student");

    Trainings.quick(output).teacher(teacher).teacherShare(0.7).build().train();

    String hash = teacher.card().orElseThrow().weights().sha256().substring(0, 12);
    assertThat(ModelFile.read(output).card().training().recipe())
        .containsEntry("teachers", teacher.name() + " " + hash)
        .containsEntry("teacherShare", "0.7");
  }

  @Test
  void leavesItsTeacherOpen() {
    Trainings.quick(folder.resolve("student")).teacher(teacher).build().train();

    assertThat(word(teacher)).hasSameDimensionsAs(new float[FACES.size()][7]);
  }

  @Test
  void aTeacherOfOtherLabelsIsRefused() {
    EmotionTrainerBuilder builder =
        Trainings.quick(folder.resolve("student")).teacher(ferPlusTeacher);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ferplus")
        .hasMessageContaining("labels");
  }
}
