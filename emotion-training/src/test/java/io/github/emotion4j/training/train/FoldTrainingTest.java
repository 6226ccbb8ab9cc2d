// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.djl.classify.ModelFile;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import io.github.emotion4j.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training of three emotions that is validated by three folds. */
final class FoldTrainingTest {

  private static final Fer2013 FACES =
      Fer2013.of(
          "three",
          SyntheticFaces.dataset(12, 0).faces().stream()
              .filter(
                  face ->
                      List.of(Emotion.ANGRY, Emotion.HAPPY, Emotion.NEUTRAL)
                          .contains(face.emotion()))
              .toList());

  @TempDir private static Path shared;
  private static final List<String> PARTS = new ArrayList<>();
  private static Optional<TrainingResult> trained = Optional.empty();

  @TempDir private Path folder;

  private static EmotionTrainerBuilder training(Path output) {
    return Trainings.quick(output)
        .dataset(FACES)
        .batchSize(8)
        .epochs(2)
        .augmentation(Augmentation.NONE)
        .dropout(0)
        .folds(3);
  }

  @BeforeAll
  static void train() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void partBegan(String name) {
            PARTS.add(name);
          }
        };
    trained = Optional.of(training(shared).listener(listener).build().train());
  }

  @Test
  void measuresEachFaceOnce() {
    assertThat(trained.orElseThrow().validation().n()).isEqualTo(36);
    assertThat(PARTS).containsExactly("fold 1 of 3", "fold 2 of 3", "fold 3 of 3", "all faces");
  }

  @Test
  void trainsTheModelOnAllFaces() {
    ModelCard card = ModelFile.read(shared).card();

    assertThat(card.training().data().images()).isEqualTo(36);
    assertThat(card.training().recipe()).containsEntry("folds", "3");
    assertThat(card.figures()).containsOnlyKeys("3 folds");
    assertThat(card.figures().get("3 folds").accuracy())
        .isEqualTo(trained.orElseThrow().validation().accuracy());
  }

  @Test
  void keepsTheLastEpochAsNoneWasChosen() {
    assertThat(trained.orElseThrow().bestEpoch()).isEqualTo(2);
    assertThat(ModelFile.read(shared).card().training().bestEpoch()).isEqualTo(2);
  }

  @Test
  void tellsTheFiguresOfEachFold() throws IOException {
    assertThat(Files.readString(shared.resolve(TrainingReport.REPORT)))
        .contains("## Folds", "| 3 | 12 | ")
        .contains("by the fold that had not learned it");
  }

  @Test
  void refusesOtherSettingsBeforeTheFoldsAreTrainedAgain() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void partBegan(String name) {
            throw new IllegalStateException(name + " began");
          }
        };

    assertThatThrownBy(
            () -> training(shared).batchSize(4).resume(true).listener(listener).build().train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("batchSize 8, not 4");
  }

  @Test
  void goesOnWithTheFoldThatIsMissing() throws IOException {
    copy(shared.resolve("folds"), folder.resolve("folds"));
    Path second = folder.resolve("folds/2.json");
    byte[] before = Files.readAllBytes(second);
    Files.delete(second);
    Path first = folder.resolve("folds/1.json");
    var time = Files.getLastModifiedTime(first);

    training(folder).resume(true).build().train();

    assertThat(second).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(first)).isEqualTo(time);
    assertThat(ModelFile.read(folder).card().weights().sha256())
        .isEqualTo(ModelFile.read(shared).card().weights().sha256());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (int fold = 1; fold <= 3; fold++) {
      Files.copy(from.resolve(fold + ".json"), to.resolve(fold + ".json"));
    }
  }

  @Test
  void refusesDataWithAValidationSplitAndPatience() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainings.quick(folder).folds(3).build())
        .withMessageContaining("PublicTest");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(folder).patience(2).build())
        .withMessageContaining("patience");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(folder).folds(1))
        .withMessage("folds must be at least 2, not 1");
  }
}
