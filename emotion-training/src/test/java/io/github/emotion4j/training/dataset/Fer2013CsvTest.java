// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Fer2013CsvTest extends Fer2013Contract {

  private static final String HEADER = "emotion,pixels,Usage";

  @Override
  Path write(List<LabelledFace> faces) throws IOException {
    return SyntheticFaces.writeCsv(directory.resolve("fer2013.csv"), faces);
  }

  @Override
  Bad writeWithBadFace(LabelledFace good) throws IOException {
    Path file = write(List.of(good));
    Files.writeString(
        file, Files.readString(file) + row("0", pixels(2303, "0"), "Training") + "\n");
    return new Bad(file, file + " line 3", "2303 pixels");
  }

  private static String row(String emotion, String pixels, String usage) {
    return emotion + "," + pixels + "," + usage;
  }

  private static String pixels(int count, String last) {
    return "7 ".repeat(count - 1) + last;
  }

  private Path csv(String... lines) throws IOException {
    return Files.write(directory.resolve("fer2013.csv"), List.of(lines));
  }

  @ParameterizedTest
  @CsvSource({
    "7, 2304, 0, Training, not 7",
    "-1, 2304, 0, Training, not -1",
    "abc, 2304, 0, Training, abc",
    "'', 2304, 0, Training, input string",
    "1.0, 2304, 0, Training, 1.0",
    "0, 2303, 0, Training, 2303 pixels instead of 2304",
    "0, 2305, 0, Training, 2305 pixels instead of 2304",
    "0, 2304, 256, Training, pixel 2303 is 256",
    "0, 2304, -1, Training, pixel 2303 is -1",
    "0, 2304, x, Training, x",
    "0, 2304, 0, Testing, Usage \"Testing\" is unknown",
    "0, 2304, 0, '', Usage \"\" is unknown",
    "0, 2304, 0, 'Training,more', 4 fields instead of 3",
  })
  void namesTheLineThatIsBad(
      String emotion, int count, String lastPixel, String usage, String reason) throws IOException {
    String good = row("3", pixels(2304, "7"), "Training");
    Path file = csv(HEADER, good, row(emotion, pixels(count, lastPixel), usage), good);

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file + " line 3 ")
        .hasMessageContaining(reason);
  }

  @Test
  void namesTheLastLineWithoutALineEnd() throws IOException {
    Path file = directory.resolve("fer2013.csv");
    Files.writeString(
        file,
        HEADER + "\n" + row("3", pixels(2304, "7"), "Training") + "\n" + row("3", "1", "Training"));

    assertThatThrownBy(() -> Fer2013.load(file)).hasMessageContaining(file + " line 3 ");
  }

  @Test
  void goesOnAfterARowThatIsSkipped() throws IOException {
    String good = row("3", pixels(2304, "7"), "Training");
    Path file = csv(HEADER, good, row("9", pixels(2304, "7"), "Training"), "1,2", good);

    Fer2013 dataset = Fer2013.load(file, true);

    assertThat(dataset.faces()).hasSize(2);
    assertThat(dataset.skipped()).hasSize(2);
    assertThat(dataset.skipped().get(1)).startsWith(file + " line 4: ").contains("2 fields");
  }

  @ParameterizedTest
  @ValueSource(strings = {"emotion,pixels", "emotion,Usage", "pixels,Usage", "a,b,c"})
  void namesTheColumnThatIsMissing(String header) throws IOException {
    Path file = csv(header, "1,2,3");

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file + " line 1 has no column");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = csv();

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file + " line 1");
  }

  @Test
  void refusesAColumnThatIsThereTwice() throws IOException {
    Path file = csv("emotion,pixels,Usage,Usage", "1,2,3,4");

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file + " line 1");
  }

  @Test
  void refusesAQuoteThatIsNotClosed() throws IOException {
    Path file = csv(HEADER, "\"1,2,3");

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path file = directory.resolve("fer2013.csv");
    byte[] bytes = (HEADER + "\n0,?,Training\n").getBytes(StandardCharsets.UTF_8);
    bytes[HEADER.length() + 3] = (byte) 0xff;
    Files.write(file, bytes);

    assertThatThrownBy(() -> Fer2013.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = directory.resolve("nowhere.csv");

    assertThatThrownBy(() -> Fer2013.load(missing))
        .isInstanceOf(DatasetException.class)
        .hasMessage("There is no data set " + missing);
  }

  @Test
  void columnsMayHaveAnotherOrder() throws IOException {
    Path file = csv("Usage,emotion,pixels", "PublicTest,5," + pixels(2304, "9"));

    assertThat(Fer2013.load(file).faces())
        .singleElement()
        .returns(Split.PUBLIC_TEST, LabelledFace::split)
        .returns(Emotion.SURPRISE, LabelledFace::emotion);
  }

  @Test
  void facesAreNamedByTheirLine() throws IOException {
    List<String> names = new ArrayList<>();
    Fer2013.load(write(written.subList(0, 3))).faces().forEach(face -> names.add(face.name()));

    assertThat(names)
        .containsExactly("fer2013.csv line 2", "fer2013.csv line 3", "fer2013.csv line 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "emotion, Usage, pixels", // Kaggle's icml_face_data.csv
        " emotion ,Usage,pixels",
        "\uFEFFemotion,Usage,pixels" // saved by Excel
      })
  void columnsAreKnownBySpacesAndByteOrderMarkOrWithout(String header) throws IOException {
    Path file = csv(header, "3, Training , " + pixels(2304, "1"));

    assertThat(Fer2013.load(file).faces())
        .singleElement()
        .satisfies(face -> assertThat(face.emotion()).isEqualTo(Emotion.HAPPY));
  }
}
