// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Record;
import io.github.emotion4j.Emotion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for FER2013 in each of its forms. */
abstract class Fer2013Contract {

  @TempDir Path directory;
  List<LabelledFace> written = List.of();

  /** Writes faces in the form under test. */
  abstract Path write(List<LabelledFace> faces) throws IOException;

  /** Writes one face that is good and one that is not, and returns what an error must name. */
  abstract Bad writeWithBadFace(LabelledFace good) throws IOException;

  record Bad(Path dataset, String place, String reason) {}

  @BeforeEach
  void drawFaces() {
    written = new ArrayList<>(SyntheticFaces.of(Split.PUBLIC_TEST, 2, 1));
    written.addAll(SyntheticFaces.of(Split.PRIVATE_TEST, 1, 2));
    written.addAll(SyntheticFaces.of(Split.TRAINING, 3, 3));
    written.sort(Comparator.comparing(LabelledFace::name));
  }

  @Test
  void givesTheSamePixelsInOrder() throws IOException {
    List<LabelledFace> read = Fer2013.load(write(written)).faces();

    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i).pixels()).isEqualTo(written.get(i).pixels());
    }
  }

  @Test
  void givesTheSameLabelsInOrder() throws IOException {
    assertThat(Fer2013.load(write(written)).faces())
        .extracting(LabelledFace::emotion)
        .containsExactlyElementsOf(written.stream().map(LabelledFace::emotion).toList());
  }

  @Test
  void givesTheSameSplitsInOrder() throws IOException {
    assertThat(Fer2013.load(write(written)).faces())
        .extracting(LabelledFace::split)
        .containsExactlyElementsOf(written.stream().map(LabelledFace::split).toList());
  }

  @Test
  void countsEveryEmotionOfASplit() throws IOException {
    assertThat(Fer2013.load(write(written)).split(Split.TRAINING).count().values())
        .hasSize(Emotion.values().length)
        .containsOnly(3);
  }

  @Test
  void numbersEmotionsInOurOrderNotTheAlphabetical() throws IOException {
    Fer2013 dataset = Fer2013.load(write(written));

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (int i = 0; i < written.size(); i++) {
        Record djl = dataset.get(manager, i);
        assertThat(djl.getLabels().singletonOrThrow().toIntArray())
            .containsExactly(written.get(i).emotion().index());
      }
    }
  }

  @Test
  void recordOfDjlHasTheUnsignedPixels() throws IOException {
    Fer2013 dataset = Fer2013.load(write(written));

    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      var data = dataset.get(manager, 4).getData().singletonOrThrow();
      assertThat(data.getShape()).isEqualTo(new Shape(1, 48, 48));
      assertThat(data.getDataType()).isEqualTo(DataType.UINT8);
      byte[] pixels = written.get(4).pixels();
      assertThat(data.toUint8Array())
          .isEqualTo(IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xff).toArray());
    }
  }

  @Test
  void djlSeesAllFaces() throws IOException {
    assertThat(Fer2013.load(write(written)).size()).isEqualTo(written.size());
  }

  @Test
  void isNamedByItsFile() throws IOException {
    Path path = write(written);

    assertThat(Fer2013.load(path).name()).isEqualTo(String.valueOf(path.getFileName()));
  }

  @Test
  void lacksAnEmotionWithACountOfZero() throws IOException {
    List<LabelledFace> faces =
        written.stream().filter(face -> face.emotion() != Emotion.DISGUST).toList();

    assertThat(Fer2013.load(write(faces)).count())
        .containsEntry(Emotion.DISGUST, 0)
        .containsEntry(Emotion.SAD, 6);
  }

  @Test
  void skipsNothingThatIsGood() throws IOException {
    assertThat(Fer2013.load(write(written), true).skipped()).isEmpty();
  }

  @Test
  void badFaceEndsTheLoading() throws IOException {
    Bad bad = writeWithBadFace(written.get(0));

    assertThatThrownBy(() -> Fer2013.load(bad.dataset()))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(bad.place())
        .hasMessageContaining(bad.reason());
  }

  @Test
  void badFaceIsListedWhenSkipped() throws IOException {
    Bad bad = writeWithBadFace(written.get(0));

    Fer2013 dataset = Fer2013.load(bad.dataset(), true);

    assertThat(dataset.faces()).hasSize(1);
    assertThat(dataset.skipped())
        .singleElement()
        .asString()
        .contains(bad.place())
        .contains(bad.reason());
  }

  @Test
  void refusesToHoldNoFaces() throws IOException {
    Path empty = write(List.of());

    assertThatThrownBy(() -> Fer2013.load(empty))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(empty.toString())
        .hasMessageContaining("no faces");
  }

  @Test
  void facesCannotBeAdded() throws IOException {
    List<LabelledFace> faces = Fer2013.load(write(written)).faces();

    assertThatThrownBy(() -> faces.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }

  static byte[] firstHalf(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }
}
