// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.djl.engine.PyTorch;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.augment.Augmenter;
import io.github.emotion4j.training.dataset.LabelSource;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.evaluate.ModelEvaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsistentTeachersTest {

  private static final ModelFile FER2013 = EmotionZoo.read("fer2013");
  private static final ModelFile FERPLUS = EmotionZoo.read("ferplus");
  private static final List<LabelSource> ONE_HEAD = LabelSource.FER2013.heads();
  private static final List<LabelSource> TWO_HEADS = LabelSource.MIXED.heads();
  private static final List<LabelledFace> FACES = SyntheticFaces.of(Split.TRAINING, 2, 1);

  @TempDir private Path folder;
  private NDManager manager;
  private NDArray faces;

  @BeforeEach
  void normalizeFaces() {
    PyTorch.require();
    manager = NDManager.newBaseManager(Device.cpu(), PyTorch.ENGINE);
    int pixels = 48 * 48;
    float[] values = new float[FACES.size() * pixels];
    try (Augmenter normalizer = new Augmenter(Augmentation.NONE, ModelCard.Input.FER2013, 48)) {
      for (int i = 0; i < FACES.size(); i++) {
        normalizer.augment(FACES.get(i).pixels(), new SplittableRandom(0), values, i * pixels);
      }
    }
    faces = manager.create(values, new Shape(FACES.size(), 1, 48, 48));
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private static ConsistentTeachers open(
      double share, List<LabelSource> heads, ModelFile... files) {
    return new ConsistentTeachers(List.of(files), share, heads, Arithmetic.FLOAT32, Device.cpu());
  }

  /** What is left of equal targets of one number. */
  private float[] blended(ConsistentTeachers teachers, int heads, float target) {
    try (teachers) {
      NDArray targets = manager.full(new Shape(FACES.size(), 7L * heads), target);
      teachers.blendInto(faces, targets);
      return targets.toFloatArray();
    }
  }

  private static float[] word(String model) {
    try (EmotionModel opened = EmotionModel.embedded(model)) {
      float[][] rows = ModelEvaluator.probabilities(opened, FACES, 7, false);
      float[] word = new float[rows.length * 7];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, word, i * 7, 7);
      }
      return word;
    }
  }

  @Test
  void ofTheWholeShareAreRepeated() {
    float[] targets = blended(open(1, ONE_HEAD, FER2013), 1, 1 / 7f);

    assertThat(targets).containsExactly(word("fer2013"), within(1e-3f));
  }

  @Test
  void leaveTheRestOfTheShareToTheLabels() {
    float[] targets = blended(open(0.25, ONE_HEAD, FER2013), 1, 1 / 7f);

    float[] word = word("fer2013");
    for (int i = 0; i < word.length; i++) {
      assertThat(targets[i]).isCloseTo(0.75f / 7 + 0.25f * word[i], within(1e-3f));
    }
  }

  @Test
  void ofEachLabelsTeachTheOutputsThatLearnThem() {
    float[] targets = blended(open(1, TWO_HEADS, FERPLUS, FER2013), 2, 1 / 7f);

    float[] first = word("fer2013");
    float[] second = word("ferplus");
    for (int i = 0; i < first.length; i++) {
      int face = i / 7;
      assertThat(targets[i + 7 * face]).isCloseTo(first[i], within(1e-3f));
      assertThat(targets[i + 7 * face + 7]).isCloseTo(second[i], within(1e-3f));
    }
  }

  @Test
  void leaveOutputsAloneThatNoneOfThemLearned() {
    float[] targets = blended(open(1, TWO_HEADS, FER2013), 2, 0.5f);

    assertThat(targets[7]).isEqualTo(0.5f);
    assertThat(targets[0]).isNotEqualTo(0.5f);
  }

  @Test
  void areAveraged() {
    Path other = folder.resolve("other");
    Trainings.quick(other).build().train();
    ModelFile second = ModelFile.read(other);
    float[] alone = blended(open(1, ONE_HEAD, second), 1, 1 / 7f);

    float[] targets = blended(open(1, ONE_HEAD, FER2013, second), 1, 1 / 7f);

    float[] word = word("fer2013");
    for (int i = 0; i < word.length; i++) {
      assertThat(targets[i]).isCloseTo((word[i] + alone[i]) / 2, within(1e-3f));
    }
  }

  @Test
  void teachNothingAboutAFaceWithoutVotes() {
    assertThat(blended(open(1, ONE_HEAD, FER2013), 1, 0)).containsOnly(0);
  }

  @Test
  void keepTheWeightOfAFace() {
    float[] targets = blended(open(0.6, ONE_HEAD, FER2013), 1, 0.5f);

    float sum = 0;
    for (int i = 0; i < 7; i++) {
      sum += targets[i];
    }
    assertThat(sum).isCloseTo(3.5f, within(1e-4f));
  }

  @Test
  void thatShareATrunkLookOnce() {
    try (ConsistentTeachers teachers = open(1, TWO_HEADS, FER2013, FERPLUS)) {
      assertThat(teachers.passes()).isEqualTo(1);
    }
  }

  @Test
  void thatShareNoTrunkLookEach() {
    Path other = folder.resolve("other");
    Trainings.quick(other).build().train();

    try (ConsistentTeachers teachers = open(1, TWO_HEADS, FERPLUS, ModelFile.read(other))) {
      assertThat(teachers.passes()).isEqualTo(2);
    }
  }

  @Test
  void areNamedInTheStudentsCard() {
    Path output = folder.resolve("student");

    Trainings.quick(output).consistentTeacher(FER2013).teacherShare(0.7).build().train();

    String hash = FER2013.card().weights().sha256().substring(0, 12);
    assertThat(ModelFile.read(output).card().training().recipe())
        .containsEntry("teachers", "none")
        .containsEntry("consistentTeachers", FER2013.card().name() + " " + hash)
        .containsEntry("teacherShare", "0.7");
  }

  @Test
  void ofOtherLabelsAreRefused() {
    EmotionTrainer.Builder builder = Trainings.quick(folder).consistentTeacher(FERPLUS);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ferplus")
        .hasMessageContaining("labels");
  }

  @Test
  void areRefusedBesideTeachersOfUnchangedFaces() {
    try (EmotionModel teacher = EmotionModel.embedded("fer2013")) {
      EmotionTrainer.Builder builder =
          Trainings.quick(folder).consistentTeacher(FER2013).teacher(teacher);

      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not both");
    }
  }
}
