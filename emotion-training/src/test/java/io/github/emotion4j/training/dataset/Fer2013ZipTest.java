// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Fer2013ZipTest extends Fer2013Contract {

  @Override
  Path write(List<LabelledFace> faces) throws IOException {
    return SyntheticFaces.writeZip(directory.resolve("fer2013.zip"), faces);
  }

  @Override
  Bad writeWithBadFace(LabelledFace good) throws IOException {
    LabelledFace bad =
        new LabelledFace("train/bored/Training_9.png", good.split(), good.emotion(), good.pixels());
    Path zip = write(List.of(good, bad));
    return new Bad(zip, zip + "!train/bored/Training_9.png", "bored");
  }

  static Stream<Arguments> badEntries() {
    byte[] png = SyntheticFaces.encode("png", 48, 48, new byte[48 * 48]);
    return Stream.of(
        Arguments.of("train/bored/Training_1.png", png, "bored"),
        Arguments.of("Training_1.png", png, "not in a folder named by its emotion"),
        Arguments.of("a/b/happy/x.png", png, "says no split"),
        Arguments.of(
            "train/sad/Training_1.png",
            SyntheticFaces.encode("png", 48, 49, new byte[48 * 49]),
            "48x49"),
        Arguments.of("train/sad/Training_1.png", new byte[0], "no picture"),
        Arguments.of("train/sad/Training_1.png", firstHalf(png), "picture"));
  }

  @ParameterizedTest
  @MethodSource("badEntries")
  void namesTheEntryThatIsBad(String name, byte[] content, String reason) throws IOException {
    Path zip = SyntheticFaces.writeZip(directory.resolve("bad.zip"), name, content);

    assertThatThrownBy(() -> Fer2013.load(zip))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(zip + "!" + name)
        .hasMessageContaining(reason);
  }

  @Test
  void orderIsOfNamesNotOfEntries() throws IOException {
    List<LabelledFace> reversed = new ArrayList<>(written);
    Collections.reverse(reversed);

    assertThat(Fer2013.load(write(reversed)).faces())
        .extracting(LabelledFace::name)
        .containsExactlyElementsOf(written.stream().map(LabelledFace::name).toList());
  }

  @Test
  void namesAZipThatIsMissing() {
    Path missing = directory.resolve("nowhere.zip");

    assertThatThrownBy(() -> Fer2013.load(missing))
        .isInstanceOf(DatasetException.class)
        .hasMessage("There is no data set " + missing);
  }

  @Test
  void namesAZipThatIsNone() throws IOException {
    Path file = Files.write(directory.resolve("fer2013.zip"), new byte[100]);

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesAZipThatIsTruncated() throws IOException {
    Path file = write(written);
    Files.write(file, firstHalf(Files.readAllBytes(file)));

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void countsSkippedEntriesWhenNothingIsLeft() throws IOException {
    Path zip = SyntheticFaces.writeZip(directory.resolve("bad.zip"), "a.png", new byte[1]);

    assertThatThrownBy(() -> Fer2013.load(zip, true))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("1 files were skipped");
  }
}
