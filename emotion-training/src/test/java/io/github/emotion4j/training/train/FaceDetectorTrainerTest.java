// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.detect.FaceModelFile;
import io.github.emotion4j.djl.detect.SingleShotFaceDetector;
import io.github.emotion4j.djl.zoo.EmotionZoo;
import io.github.emotion4j.training.dataset.Fer2013;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaceDetectorTrainerTest {

  @TempDir private Path folder;

  /** Finds a face in the middle of every picture. */
  private static FaceDetector teacher() {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        int side = image.getWidth();
        Eyes eyes = new Eyes(new Point(0.6 * side, 0.4 * side), new Point(0.4 * side, 0.4 * side));
        int quarter = side / 4;
        return List.of(
            new DetectedFace(FaceRegion.of(quarter, quarter, side / 2, side / 2, eyes), 0.9));
      }

      @Override
      public String name() {
        return "teacher";
      }
    };
  }

  private static Fer2013 faces() {
    List<LabelledFace> faces = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      byte[] pixels = new byte[LabelledFace.SIDE * LabelledFace.SIDE];
      new Random(i).nextBytes(pixels);
      Split split = i < 4 ? Split.TRAINING : Split.PUBLIC_TEST;
      faces.add(new LabelledFace("face " + i, split, Emotion.SAD, pixels));
    }
    return Fer2013.of("six faces", faces);
  }

  private FaceDetectorTrainer.Builder builder() {
    return FaceDetectorTrainer.builder()
        .faces(faces())
        .teacher(teacher())
        .outputDirectory(folder)
        .epochs(1)
        .scenesPerEpoch(8)
        .sceneSize(96)
        .batchSize(4)
        .validationScenes(2);
  }

  @Test
  void learnsFromPhotographsToo(@TempDir Path photographs) throws IOException {
    for (int i = 0; i < 6; i++) {
      BufferedImage image = new BufferedImage(100, 100, BufferedImage.TYPE_3BYTE_BGR);
      ImageIO.write(image, "png", photographs.resolve(i + ".png").toFile());
    }

    FaceModelFile model =
        builder().photographs(photographs).photographShare(0.5).validationScenes(3).build().train();

    assertThat(model.card().data()).contains("6 photographs of people");
    assertThat(model.card().recipe()).containsEntry("photographShare", "0.5");
  }

  @Test
  void aSecondLookIsTrainedForADetector() throws IOException {
    FaceModelFile embedded = EmotionZoo.readFaceDetector();

    FaceModelFile refined = builder().epochs(2).validationScenes(20).build().refine(embedded);

    assertThat(refined.card().confidence().refines()).isTrue();
    assertThat(refined.card().recipe()).containsEntry("refinement.epochs", "2");
    assertThat(refined.card().figures()).containsKeys("validationAveragePrecision");
    assertThat(folder.resolve("refinement/history.csv")).content().hasLineCount(2);
    try (SingleShotFaceDetector detector = SingleShotFaceDetector.load(folder)) {
      assertThat(detector.detect(new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR)))
          .isEmpty();
    }
  }

  @Test
  void theTrainingOfASecondLookGoesOnFromItsCheckpoint() {
    FaceModelFile embedded = EmotionZoo.readFaceDetector();
    FaceModelFile once = builder().validationScenes(20).build().refine(embedded);

    assertThatThrownBy(() -> builder().build().refine(embedded))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("checkpoint");
    assertThatThrownBy(() -> builder().resume(true).build().refine(once))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("another detector");

    builder().epochs(2).validationScenes(20).resume(true).build().refine(embedded);

    assertThat(folder.resolve("refinement/history.csv")).content().hasLineCount(2);
  }

  @Test
  void aBestModelOfOtherValidationScenesIsNoMeasure() {
    builder().build().train();

    FaceModelFile next = builder().epochs(2).validationScenes(4).resume(true).build().train();

    assertThat(next.card().recipe()).containsEntry("epoch", "2");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareOutsideItsRangeIsRefused(double share) {
    assertThatThrownBy(() -> builder().photographShare(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("photographShare");
  }

  @Test
  void trainsAndGoesOnFromItsCheckpoint() throws IOException {
    FaceModelFile first = builder().build().train();

    assertThat(first.card().recipe()).containsEntry("epoch", "1");
    assertThat(folder.resolve("history.csv")).content().hasLineCount(1);
    assertThatThrownBy(() -> builder().build().train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll(folder.toString(), "checkpoint");

    FaceModelFile second = builder().epochs(2).resume(true).build().train();

    assertThat(second.card().recipe()).containsEntry("epoch", "2");
    assertThat(Files.readAllLines(folder.resolve("history.csv"))).hasSize(2);
    try (SingleShotFaceDetector detector = second.newDetector().build()) {
      assertThat(detector.detect(new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR)))
          .isNotNull();
    }
  }

  @Test
  void whatIsRequiredIsNamed() {
    assertThatThrownBy(() -> FaceDetectorTrainer.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("faces", "teacher", "outputDirectory");
  }

  @Test
  void settingsOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> builder().epochs(0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> builder().sceneSize(100)).hasMessageContaining("sceneSize");
    assertThatThrownBy(() -> builder().learningRate(0)).hasMessageContaining("learningRate");
    assertThatThrownBy(() -> builder().faceStep(0)).hasMessageContaining("faceStep");
  }

  @Test
  void aTeacherThatFindsNothingIsNamed() {
    FaceDetector blind =
        new FaceDetector() {
          @Override
          public List<DetectedFace> detect(BufferedImage image) {
            return List.of();
          }

          @Override
          public String name() {
            return "blind";
          }
        };

    assertThatThrownBy(() -> builder().teacher(blind).build().train())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("blind");
  }
}
