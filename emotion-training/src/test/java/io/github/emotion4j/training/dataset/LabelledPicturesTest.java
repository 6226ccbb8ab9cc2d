// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LabelledPicturesTest {

  @TempDir private Path folder;

  /** A dark picture with a bright square that stands for a face. */
  private Path picture(String name) throws IOException {
    BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(120, 60, 80, 80);
    graphics.dispose();
    return PictureFile.write(folder.resolve(name), image);
  }

  /** Finds the same faces in every picture. */
  private static FaceDetector finding(FaceRegion... regions) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(BufferedImage image) {
        return List.of(regions).stream().map(region -> new DetectedFace(region, 0.9)).toList();
      }

      @Override
      public String name() {
        return "test detector";
      }
    };
  }

  private static int centre(LabelledFace face) {
    return face.pixels()[24 * 48 + 24] & 0xff;
  }

  @Test
  void theLargestFaceIsCutOut() throws IOException {
    picture("happy/anna.png");

    Fer2013 faces =
        LabelledPictures.load(
            folder, finding(FaceRegion.of(5, 5, 30, 30), FaceRegion.of(120, 60, 80, 80)), false);

    assertThat(faces.faces())
        .singleElement()
        .satisfies(
            face -> {
              assertThat(face.emotion()).isEqualTo(Emotion.HAPPY);
              assertThat(face.split()).isEqualTo(Split.TRAINING);
              assertThat(centre(face)).isGreaterThan(200);
            });
  }

  @Test
  void theFolderAboveTheEmotionSaysTheSplit() throws IOException {
    picture("train/sad/a.png");
    picture("test/sad/b.png");

    Fer2013 faces = LabelledPictures.load(folder, FaceDetector.wholeImage(), false);

    assertThat(faces.faces())
        .extracting(LabelledFace::split)
        .containsExactly(Split.PUBLIC_TEST, Split.TRAINING);
  }

  @Test
  void aPictureWithoutAFaceIsNamed() throws IOException {
    picture("sad/nobody.png");

    assertThatThrownBy(() -> LabelledPictures.load(folder, finding(), false))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("nobody.png", "no face", "skipBad");
  }

  @Test
  void whatCannotBeUsedIsListedWhenSkipped() throws IOException {
    picture("happy/good.png");
    picture("cheerful/unknown.png");
    Files.writeString(folder.resolve("happy/broken.jpg"), "no picture");

    Fer2013 faces = LabelledPictures.load(folder, FaceDetector.wholeImage(), true);

    assertThat(faces.faces()).hasSize(1);
    assertThat(faces.skipped())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("unknown.png").contains("cheerful"))
        .anySatisfy(line -> assertThat(line).contains("broken.jpg"));
  }

  @Test
  void aFolderWithoutPicturesIsRefused() {
    assertThatThrownBy(() -> LabelledPictures.load(folder, finding(), true))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("holds no faces");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(() -> LabelledPictures.load(folder.resolve("none"), finding(), true))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("none");
  }

  @ParameterizedTest
  @CsvSource({
    "anger/a.png, ANGRY",
    "Happiness/a.png, HAPPY",
    "Sadness/a.png, SAD",
    "fearful/a.png, FEAR",
    "set/surprised/a.png, SURPRISE",
  })
  void foldersMayHaveOtherNamesForTheEmotions(String name, Emotion emotion) throws IOException {
    picture(name);

    assertThat(LabelledPictures.load(folder, FaceDetector.wholeImage(), false).faces())
        .singleElement()
        .returns(emotion, LabelledFace::emotion)
        .returns(Split.TRAINING, LabelledFace::split);
  }

  @Test
  void facesOfAnotherEmotionAreLeftOutAndListed() throws IOException {
    picture("happy/a.png");
    picture("contempt/b.png");

    Fer2013 faces = LabelledPictures.load(folder, FaceDetector.wholeImage(), false);

    assertThat(faces.faces()).extracting(LabelledFace::emotion).containsExactly(Emotion.HAPPY);
    assertThat(faces.skipped())
        .singleElement()
        .asString()
        .contains("contempt/b.png", "none of the seven");
  }

  @Test
  void aZipIsReadAsItsFolder(@TempDir Path elsewhere) throws IOException {
    picture("happy/a.png");
    picture("sad/b.png");
    Path zip = elsewhere.resolve("pictures.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("sad/b.png", "happy/a.png")) {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(folder.resolve(name), out);
      }
    }

    Fer2013 faces = LabelledPictures.load(zip, FaceDetector.wholeImage(), false);

    assertThat(faces.faces())
        .extracting(LabelledFace::name)
        .containsExactly("happy/a.png", "sad/b.png");
    assertThat(faces.faces().get(1).pixels())
        .isEqualTo(
            LabelledPictures.load(folder, FaceDetector.wholeImage(), false)
                .faces()
                .get(1)
                .pixels());
  }

  @Test
  void onlyChosenPicturesAreRead() throws IOException {
    picture("happy/a.png");
    Files.writeString(folder.resolve("happy/broken.png"), "no picture");

    Fer2013 faces =
        LabelledPictures.of(folder, FaceDetector.wholeImage())
            .only(name -> name.endsWith("a.png"))
            .load();

    assertThat(faces.faces()).extracting(LabelledFace::name).containsExactly("happy/a.png");
  }

  @Test
  void picturesOf48PixelsAreCropsAlready() throws IOException {
    picture("happy/a.png");
    assertThat(LabelledPictures.areCrops(folder)).isFalse();

    ImageIO.write(
        new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("happy/0.png").toFile());
    assertThat(LabelledPictures.areCrops(folder)).isTrue();
  }

  @Test
  void aBrokenPictureDoesNotDecideWhetherTheyAreCrops() throws IOException {
    picture("happy/b.png");
    Files.writeString(folder.resolve("happy/a.png"), "no picture");
    assertThat(LabelledPictures.areCrops(folder)).isFalse();

    Files.delete(folder.resolve("happy/b.png"));
    assertThatThrownBy(() -> LabelledPictures.areCrops(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("None of the pictures");
  }
}
