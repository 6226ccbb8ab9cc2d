// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.training.dataset.FerPlus;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTargetsTest {

  @TempDir private Path folder;

  private static LabelledFace face(String name, Emotion emotion) {
    return new LabelledFace(name, Split.TRAINING, emotion, new byte[48 * 48]);
  }

  /** Four happy faces and one disgusted. */
  private static List<LabelledFace> faces() {
    List<LabelledFace> faces = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      faces.add(face("h" + i, Emotion.HAPPY));
    }
    faces.add(face("d", Emotion.DISGUST));
    return faces;
  }

  private Optional<FerPlus> votes() throws IOException {
    return Optional.of(
        FerPlus.load(
            Files.writeString(
                folder.resolve("votes.csv"),
                """
                file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf
                h0,5,5,0,0,0,0,0,0,0,0
                h1,0,0,0,0,0,0,0,0,0,10
                """)));
  }

  private static double sum(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += value;
    }
    return sum;
  }

  @Test
  void withoutBalanceAllFacesWeighOne() {
    for (float[] row :
        TrainingTargets.of(faces(), LabelSource.FER2013, Optional.empty(), 0.1, 0, Teachers.NONE)) {
      assertThat(sum(row)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void withFullBalanceAllEmotionsWeighAlike() {
    float[][] rows =
        TrainingTargets.of(faces(), LabelSource.FER2013, Optional.empty(), 0, 1, Teachers.NONE);

    assertThat(4 * sum(rows[0])).isCloseTo(sum(rows[4]), within(1e-6));
  }

  @Test
  void theWeightsAreOneOnAverage() {
    double sum = 0;
    for (float[] row :
        TrainingTargets.of(
            faces(), LabelSource.FER2013, Optional.empty(), 0.1, 0.5, Teachers.NONE)) {
      sum += sum(row);
    }

    assertThat(sum).isCloseTo(5, within(1e-5));
  }

  @Test
  void mixedLabelsStandSideBySide() throws IOException {
    float[][] rows = TrainingTargets.of(faces(), LabelSource.MIXED, votes(), 0, 0, Teachers.NONE);

    assertThat(rows[0]).containsExactly(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0.5f, 0, 0, 0.5f);
  }

  @Test
  void aFaceWithoutVotesHasNoTargetInThatHead() throws IOException {
    float[][] rows = TrainingTargets.of(faces(), LabelSource.MIXED, votes(), 0, 0, Teachers.NONE);

    assertThat(rows[1]).containsExactly(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
