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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faces that are cut out once, and kept. */
final class KeptFacesTest {

  @TempDir private Path folder;
  @TempDir private Path elsewhere;

  private final List<Integer> asked = Collections.synchronizedList(new ArrayList<>());

  /** Finds one face, the left upper quarter, and none in pictures of one colour. */
  private final FaceDetector detector =
      new FaceDetector() {
        @Override
        public List<DetectedFace> detect(BufferedImage image) {
          asked.add(image.getRGB(0, 0));
          return image.getRGB(60, 60) == image.getRGB(0, 0)
              ? List.of()
              : List.of(new DetectedFace(FaceRegion.of(0, 0, 100, 100), 0.9));
        }

        @Override
        public String name() {
          return "test detector";
        }
      };

  @BeforeEach
  void takePictures() throws IOException {
    draw("happy/a.png", Color.BLUE, 30);
    draw("sad/b.png", Color.RED, 50);
  }

  private Path draw(String name, Color color, int side) throws IOException {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 200, 200);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(40, 40, side, side);
    graphics.dispose();
    return PictureFile.write(folder.resolve(name), image);
  }

  private Path kept() {
    return LabelledPictures.besideData(folder);
  }

  private LabelledPictures pictures() {
    return LabelledPictures.of(folder, detector).keptIn(kept(), "test 1");
  }

  private static List<byte[]> pixels(Fer2013 faces) {
    return faces.faces().stream().map(LabelledFace::pixels).toList();
  }

  @Test
  void areNotCutOutAgain() {
    Fer2013 first = pictures().load();
    asked.clear();

    Fer2013 again = pictures().load();

    assertThat(asked).isEmpty();
    assertThat(again.faces())
        .extracting(LabelledFace::name)
        .containsExactly("happy/a.png", "sad/b.png");
    assertThat(pixels(again)).usingElementComparator(Arrays::compare).isEqualTo(pixels(first));
  }

  @Test
  void areTheSameAsThoseThatAreNotKept() {
    assertThat(pixels(pictures().load()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(pixels(LabelledPictures.load(folder, detector, false)));
  }

  @Test
  void areCutOutAgainWhenThePictureHasChanged() throws IOException {
    pictures().load();
    asked.clear();
    Path changed = draw("happy/a.png", Color.GREEN, 40);
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000));

    pictures().load();

    assertThat(asked).containsExactly(Color.GREEN.getRGB());
  }

  @Test
  void areCutOutAgainByAnotherDetector() {
    pictures().load();
    asked.clear();

    LabelledPictures.of(folder, detector).keptIn(kept(), "test 2").load();

    assertThat(asked).hasSize(2);
  }

  @Test
  void ofNewPicturesAreAddedAndOfDeletedOnesForgotten() throws IOException {
    pictures().load();
    asked.clear();
    draw("fear/c.png", Color.CYAN, 40);
    Files.delete(folder.resolve("sad/b.png"));

    pictures().load();

    assertThat(asked).containsExactly(Color.CYAN.getRGB());
    assertThat(Fer2013.load(kept()).faces())
        .extracting(LabelledFace::emotion)
        .containsExactlyInAnyOrder(Emotion.FEAR, Emotion.HAPPY);
  }

  @Test
  void ofPicturesThatAreNotChosenStayKept() {
    pictures().load();
    pictures().only("happy/a.png"::equals).load();
    asked.clear();

    pictures().load();

    assertThat(asked).isEmpty();
  }

  @Test
  void pictureWithoutAFaceIsRememberedToo() throws IOException {
    draw("sad/nobody.png", Color.BLACK, 0);
    pictures().skipBad(true).load();
    asked.clear();

    Fer2013 faces = pictures().skipBad(true).load();

    assertThat(asked).isEmpty();
    assertThat(faces.skipped()).singleElement().asString().contains("nobody.png", "no face");
  }

  @Test
  void damagedFileIsMadeAnew() throws IOException {
    Fer2013 first = pictures().load();
    byte[] whole = Files.readAllBytes(kept());
    whole[whole.length / 2] ^= 1;
    Files.write(kept(), whole);
    assertThat(pixels(pictures().load()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(pixels(first));
    Files.write(kept(), Arrays.copyOf(whole, whole.length / 2));
    asked.clear();

    pictures().load();
    assertThat(asked).hasSize(2);
    pictures().load();
    assertThat(asked).hasSize(2);
  }

  @Test
  void ofPicturesThatFailTheGoodOnesAreKeptAndAllBadOnesTold() throws IOException {
    Files.writeString(folder.resolve("happy/broken.png"), "no picture");
    draw("sad/nobody.png", Color.BLACK, 0);

    assertThatThrownBy(() -> pictures().load())
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("broken.png", "nobody.png", "no face", "skipBad");

    asked.clear();
    pictures().skipBad(true).load();
    assertThat(asked).isEmpty();
  }

  @Test
  void inAFolderThatCannotBeWrittenAreNotKept() throws IOException {
    Path file = Files.writeString(elsewhere.resolve("file"), "not a folder");

    Fer2013 faces =
        LabelledPictures.of(folder, detector).keptIn(file.resolve("faces.zip"), "test 1").load();

    assertThat(faces.faces()).hasSize(2);
    assertThat(file).hasContent("not a folder");
  }

  @Test
  void ofAZipLieBesideIt() throws IOException {
    Path zip = elsewhere.resolve("pictures.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("sad/b.png", "happy/a.png")) {
        out.putNextEntry(new ZipEntry(name));
        Files.copy(folder.resolve(name), out);
      }
    }
    Path file = LabelledPictures.besideData(zip);
    LabelledPictures.of(zip, detector).keptIn(file, "test 1").load();
    asked.clear();

    LabelledPictures.of(zip, detector).keptIn(file, "test 1").load();

    assertThat(file).hasParent(elsewhere).isRegularFile();
    assertThat(asked).isEmpty();
  }

  @Test
  void areToldAsTheyAreCutOut() {
    List<String> told = new ArrayList<>();

    pictures().progress((done, all) -> told.add(done + " of " + all)).load();

    assertThat(told).containsExactly("1 of 2", "2 of 2");
  }
}
