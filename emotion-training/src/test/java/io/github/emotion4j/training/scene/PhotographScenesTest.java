// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.Point;
import io.github.emotion4j.djl.opencv.OpenCv;
import io.github.emotion4j.training.dataset.DatasetException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographScenesTest {

  private static final int SIZE = 160;
  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final int FACE = 60;
  private static final int FACE_X = 200;
  private static final int FACE_Y = 150;
  private static final int DOUBT_X = 400;

  @TempDir private Path folder;

  @BeforeEach
  void paintSevenBlackPhotographsWithWhiteFaces() throws IOException {
    OpenCv.load();
    for (int i = 0; i < 7; i++) {
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.fillRect(FACE_X, FACE_Y, FACE, FACE);
      graphics.dispose();
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
    Files.writeString(folder.resolve("broken.jpg"), "no picture");
  }

  /** Sees the white square as a face, and may see another to its right. */
  private static FaceDetector teacher(List<Double> confidences) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        List<DetectedFace> found = new ArrayList<>();
        for (int i = 0; i < confidences.size(); i++) {
          int x = i == 0 ? FACE_X : DOUBT_X;
          Eyes eyes =
              new Eyes(
                  new Point(x + 0.7 * FACE, FACE_Y + 0.4 * FACE),
                  new Point(x + 0.3 * FACE, FACE_Y + 0.4 * FACE));
          found.add(
              new DetectedFace(FaceRegion.of(x, FACE_Y, FACE, FACE, eyes), confidences.get(i)));
        }
        return found;
      }

      @Override
      public String name() {
        return "teacher";
      }
    };
  }

  private static List<Scene> scenes(FacePhotographs photographs) {
    PhotographScenes source = PhotographScenes.training(photographs, Backgrounds.none(), SIZE);
    List<Scene> scenes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      scenes.add(source.cut(new SplittableRandom(i)));
    }
    return scenes;
  }

  private static double mean(Scene scene, double x, double y, double width, double height) {
    double sum = 0;
    int count = 0;
    for (int row = (int) Math.max(0, y); row < Math.min(SIZE, y + height); row++) {
      for (int column = (int) Math.max(0, x); column < Math.min(SIZE, x + width); column++) {
        sum += scene.pixels()[row * SIZE + column] & 0xff;
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void everySixthPhotographIsHeldOut() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      assertThat(photographs.size()).isEqualTo(7);
      assertThat(photographs.validation()).hasSize(1);
    }
  }

  @Test
  void photographsWithoutACertainFaceAreLeftOut() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.6)))) {
      assertThat(photographs.size()).isZero();
    }
  }

  @Test
  void theBoxLiesWhereTheFaceIsSeen() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      int seen = 0;
      int right = 0;
      for (Scene scene : scenes(photographs)) {
        for (SceneFace face : scene.faces()) {
          double inside =
              mean(
                  scene,
                  face.x() + 0.3 * face.width(),
                  face.y() + 0.3 * face.height(),
                  0.4 * face.width(),
                  0.4 * face.height());
          double above =
              mean(
                  scene,
                  face.x() + 0.3 * face.width(),
                  face.y() - 0.35 * face.height(),
                  0.4 * face.width(),
                  0.2 * face.height());
          if (!Double.isNaN(above)) {
            seen++;
            right += inside > above + 15 ? 1 : 0;
          }
        }
      }
      // Some faces are partly covered.
      assertThat((double) right / seen).isGreaterThan(0.85);
    }
  }

  @Test
  void theEyesTurnAndMirrorWithTheFace() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      assertThat(scenes(photographs))
          .flatExtracting(Scene::faces)
          .isNotEmpty()
          .allSatisfy(
              face -> {
                assertThat(face.rightEyeX()).isLessThan(face.leftEyeX());
                // The eyes are two fifths of the face apart, unless it is stretched.
                double apart =
                    Math.hypot(
                        face.leftEyeX() - face.rightEyeX(), face.leftEyeY() - face.rightEyeY());
                assertThat(apart / face.size()).isBetween(0.2, 0.75);
              });
    }
  }

  @Test
  void facesAreOfTheSizesThatAreLearned() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      assertThat(scenes(photographs))
          .flatExtracting(Scene::faces)
          .isNotEmpty()
          .allSatisfy(face -> assertThat(face.size()).isBetween(10.0, 90.0));
    }
  }

  @Test
  void whatTheTeacherDoubtsCountsNeitherWay() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9, 0.6)))) {
      List<Scene> scenes = scenes(photographs);

      assertThat(scenes).anySatisfy(scene -> assertThat(scene.uncertain()).isNotEmpty());
      assertThat(photographs.training())
          .allSatisfy(
              photograph -> {
                assertThat(photograph.faces()).hasSize(1);
                assertThat(photograph.uncertain()).hasSize(1);
              });
    }
  }

  @Test
  void someScenesAreCrowdsWhosePeopleHideEachOther() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      List<Scene> crowds =
          scenes(photographs).stream().filter(scene -> scene.faces().size() > 4).toList();

      assertThat(crowds).isNotEmpty();
      assertThat(crowds)
          .anySatisfy(
              scene ->
                  assertThat(scene.faces())
                      .anySatisfy(
                          face ->
                              assertThat(scene.faces())
                                  .anySatisfy(
                                      other ->
                                          assertThat(face.overlap(other)).isBetween(0.01, 0.9))));
    }
  }

  @Test
  void whatIsHeldOutIsSeenAsPhotographedAndNotInCrowds() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      PhotographScenes source = PhotographScenes.validation(photographs, Backgrounds.none(), SIZE);

      for (int i = 0; i < 60; i++) {
        assertThat(source.cut(new SplittableRandom(i)).faces()).hasSizeLessThan(5);
      }
    }
  }

  @Test
  void equalRandomNumbersGiveEqualScenes() {
    try (FacePhotographs photographs = FacePhotographs.load(folder, teacher(List.of(0.9)))) {
      Scene first = scenes(photographs).get(5);
      Scene second = scenes(photographs).get(5);

      assertThat(second.faces()).isEqualTo(first.faces());
      assertThat(second.pixels()).isEqualTo(first.pixels());
    }
  }

  @Test
  void withoutPhotographsNothingCanBeCut() {
    PhotographScenes none =
        PhotographScenes.training(FacePhotographs.none(), Backgrounds.none(), SIZE);

    assertThat(none.isEmpty()).isTrue();
    assertThatThrownBy(() -> none.cut(new SplittableRandom(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no photographs");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> FacePhotographs.load(missing, teacher(List.of(0.9))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(missing.toString());
  }
}
