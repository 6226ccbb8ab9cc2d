// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.Emotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Fer2013FolderTest extends Fer2013Contract {

  private static final byte[] BLACK = new byte[48 * 48];
  private static final String GOOD_NAME = "train/happy/Training_1.png";

  @Override
  Path write(List<LabelledFace> faces) throws IOException {
    Path folder = directory.resolve("fer2013");
    Files.createDirectories(folder);
    return SyntheticFaces.writeFolder(folder, faces);
  }

  @Override
  Bad writeWithBadFace(LabelledFace good) throws IOException {
    Path folder = write(List.of(good));
    String name = "train/happy/Training_9.png";
    SyntheticFaces.write(folder.resolve(name), new byte[0]);
    return new Bad(folder, folder + "/" + name, "no picture");
  }

  static Stream<Arguments> badPictures() {
    byte[] png = SyntheticFaces.encode("png", 48, 48, noise(48 * 48));
    byte[] jpeg = SyntheticFaces.encode("jpg", 48, 48, noise(48 * 48));
    return Stream.of(
        Arguments.of("train/bored/Training_1.png", png, "bored"),
        Arguments.of("Training_1.png", png, "not in a folder named by its emotion"),
        Arguments.of("somewhere/happy/im1.png", png, "says no split"),
        Arguments.of(GOOD_NAME, SyntheticFaces.encode("png", 47, 48, new byte[47 * 48]), "47x48"),
        Arguments.of(GOOD_NAME, SyntheticFaces.encode("png", 96, 96, new byte[96 * 96]), "96x96"),
        Arguments.of(GOOD_NAME, new byte[0], "no picture"),
        Arguments.of(GOOD_NAME, "hello".getBytes(StandardCharsets.UTF_8), "no picture"),
        Arguments.of(GOOD_NAME, firstHalf(png), "picture"),
        Arguments.of("train/happy/Training_1.jpg", firstHalf(jpeg), "picture"),
        Arguments.of(
            "train/happy/Training_1.jpg", Arrays.copyOf(jpeg, jpeg.length - 2), "picture"));
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("badPictures")
  void namesTheFileThatIsBad(String name, byte[] content, String reason) throws IOException {
    SyntheticFaces.write(directory.resolve(name), content);

    assertThatThrownBy(() -> Fer2013.load(directory))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(directory + "/" + name)
        .hasMessageContaining(reason)
        .hasMessageContaining("skipBad");
  }

  @ParameterizedTest
  @MethodSource("badPictures")
  void listsTheFileThatIsSkipped(String name, byte[] content, String reason) throws IOException {
    SyntheticFaces.write(directory.resolve(name), content);
    SyntheticFaces.write(
        directory.resolve("train/sad/Training_2.png"), SyntheticFaces.encode("png", 48, 48, BLACK));

    assertThat(Fer2013.load(directory, true).skipped())
        .singleElement()
        .asString()
        .contains(name)
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "train/fear/im1.png, TRAINING",
    "Train/fear/im_1.png, TRAINING",
    "fear/im1.png, TRAINING",
    "test/fear/im1.png, PUBLIC_TEST",
    "validation/fear/im1.png, PUBLIC_TEST",
    "PrivateTest/fear/im1.png, PRIVATE_TEST",
    "test/fear/Training_1.png, TRAINING",
    "test/fear/PrivateTest_1.png, PRIVATE_TEST",
    "train/FEAR/PublicTest_1.PNG, PUBLIC_TEST",
  })
  void prefixDecidesOnTheSplitThenTheFolder(String name, Split split) throws IOException {
    SyntheticFaces.write(directory.resolve(name), SyntheticFaces.encode("png", 48, 48, BLACK));

    assertThat(Fer2013.load(directory).faces())
        .singleElement()
        .returns(split, LabelledFace::split)
        .returns(Emotion.FEAR, LabelledFace::emotion);
  }

  @Test
  void readsJpegs() throws IOException {
    LabelledFace face = written.get(0);
    SyntheticFaces.write(
        directory.resolve("train/happy/Training_1.jpg"),
        SyntheticFaces.encode("jpg", 48, 48, face.pixels()));

    byte[] read = Fer2013.load(directory).faces().get(0).pixels();

    double difference = 0;
    for (int i = 0; i < read.length; i++) {
      difference += Math.abs((read[i] & 0xff) - (face.pixels()[i] & 0xff));
    }
    assertThat(difference / read.length).isCloseTo(0, within(12.0));
  }

  @Test
  void passesOverOtherFiles() throws IOException {
    Path folder = write(written);
    SyntheticFaces.write(folder.resolve("README.txt"), new byte[1]);

    assertThat(Fer2013.load(folder).faces()).hasSameSizeAs(written);
  }

  @Test
  void namesAFolderThatIsMissing() {
    Path missing = directory.resolve("nowhere");

    assertThatThrownBy(() -> Fer2013.load(missing))
        .isInstanceOf(DatasetException.class)
        .hasMessage("There is no data set " + missing);
  }

  @Test
  void refusesAFileOfAnotherKind() throws IOException {
    Path file = directory.resolve("faces.tar");
    SyntheticFaces.write(file, new byte[1]);

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("fer2013.csv");
  }

  @Test
  void foldersThatAreLinksAreRead() throws IOException {
    Path elsewhere = directory.resolve("elsewhere/happy/Training_1.png");
    SyntheticFaces.write(elsewhere, SyntheticFaces.encode("png", 48, 48, BLACK));
    Path train = Files.createDirectories(directory.resolve("fer2013/train"));
    Files.createSymbolicLink(train.resolve("happy"), elsewhere.getParent());

    assertThat(Fer2013.load(directory.resolve("fer2013")).faces()).hasSize(1);
  }
}
