// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FerPlusTest {

  private static final String HEADER =
      "file,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,nf\n";

  @TempDir private Path folder;

  private FerPlus load(String rows) throws IOException {
    return FerPlus.load(Files.writeString(folder.resolve("votes.csv"), HEADER + rows));
  }

  private static LabelledFace face(String name) {
    return new LabelledFace(name, Split.TRAINING, Emotion.SAD, new byte[48 * 48]);
  }

  @ParameterizedTest
  @CsvSource({
    "'8,0,0,1,1,0,0,0,0,0', NEUTRAL",
    "'0,6,4,0,0,0,0,0,0,0', HAPPY",
    "'0,0,9,0,0,0,1,0,0,0', SURPRISE",
    "'1,0,0,5,4,0,0,0,0,0', SAD",
    "'3,0,0,0,6,1,0,0,0,0', ANGRY",
    "'1,0,0,1,2,4,0,2,0,0', DISGUST",
    "'0,0,3,0,0,0,7,0,0,0', FEAR"
  })
  void theMajorityIsTheEmotionWithMostVotes(String votes, Emotion emotion) throws IOException {
    assertThat(load("a.jpg," + votes).majority(face("a.jpg"))).contains(emotion);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5,0,0,5,0,0,0,0,0,0",
        "2,0,0,1,0,0,0,7,0,0",
        "2,0,0,1,0,0,0,0,7,0",
        "0,0,0,0,0,0,0,0,0,10",
        "4,0,0,1,0,0,0,4,1,0"
      })
  void aTieOrAnotherMajorityIsNone(String votes) throws IOException {
    assertThat(load("a.jpg," + votes).majority(face("a.jpg"))).isEmpty();
  }

  @Test
  void aSingleVoteDoesNotCountInTheDistribution() throws IOException {
    assertThat(load("a.jpg,6,0,0,2,1,0,0,1,0,0").distribution(face("a.jpg")))
        .hasValueSatisfying(
            shares -> assertThat(shares).containsExactly(0, 0, 0, 0, 0.25f, 0, 0.75f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,1,1,1,1,1,1,1,1,1", "2,0,0,0,0,0,0,8,0,0", "0,0,0,0,0,0,0,0,0,10"})
  void facesThatShowNoneOfTheSevenHaveNoDistribution(String votes) throws IOException {
    assertThat(load("a.jpg," + votes).distribution(face("a.jpg"))).isEmpty();
  }

  @Test
  void aFaceWithoutVotesHasNeither() throws IOException {
    FerPlus votes = load("a.jpg,10,0,0,0,0,0,0,0,0,0");

    assertThat(votes.majority(face("b.jpg"))).isEmpty();
    assertThat(votes.distribution(face("b.jpg"))).isEmpty();
  }

  @Test
  void relabellingKeepsTheFacesWithAMajority() throws IOException {
    FerPlus votes = load("a.jpg,10,0,0,0,0,0,0,0,0,0\nb.jpg,5,5,0,0,0,0,0,0,0,0");
    Fer2013 faces = Fer2013.of("three", List.of(face("a.jpg"), face("b.jpg"), face("c.jpg")));

    assertThat(votes.relabel(faces).faces())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.name()).isEqualTo("a.jpg");
              assertThat(kept.emotion()).isEqualTo(Emotion.NEUTRAL);
              assertThat(kept.pixels()).isSameAs(faces.faces().get(0).pixels());
            });
  }

  @Test
  void relabellingOtherFacesSaysWhatNamesAreNeeded() throws IOException {
    FerPlus votes = load("a.jpg,10,0,0,0,0,0,0,0,0,0");
    Fer2013 others = Fer2013.of("others", List.of(face("fer2013.csv line 2")));

    assertThatThrownBy(() -> votes.relabel(others))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("others", "fer2013.csv line 2", "Kaggle's folder");
  }

  @ParameterizedTest
  @CsvSource({
    "'a.jpg,1,2', has 3 fields",
    "'a.jpg,many,0,0,0,0,0,0,0,0,0', no number",
    "'a.jpg,-1,0,0,0,0,0,0,0,0,0', -1 votes",
    "'a.jpg,99999,0,0,0,0,0,0,0,0,0', 99999 votes"
  })
  void aBadRowIsNamedByItsLine(String row, String reason) {
    assertThatThrownBy(() -> load("ok.jpg,10,0,0,0,0,0,0,0,0,0\n" + row))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("votes.csv line 3", reason);
  }

  @Test
  void aFaceThatIsNamedTwiceIsRefused() {
    assertThatThrownBy(() -> load("a.jpg,9,0,0,0,0,0,0,0,0,0\na.jpg,9,0,0,0,0,0,0,0,0,0"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("a.jpg", "a second time");
  }

  @Test
  void aMissingColumnIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("other.csv"), "file,neutral\na.jpg,3\n");

    assertThatThrownBy(() -> FerPlus.load(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("other.csv line 1", "happiness");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> FerPlus.load(folder.resolve("none.csv")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("none.csv");
  }

  @Test
  void theAuthorsOwnFileGoesWithTheRowsOfFer2013Csv() throws IOException {
    FerPlus votes =
        FerPlus.load(
            Files.writeString(
                folder.resolve("fer2013new.csv"),
                "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,"
                    + "unknown,NF\n"
                    + "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0\n"
                    + "Training,,0,0,0,0,0,0,0,0,0,10\n"
                    + "PublicTest,fer0000002.png,0,9,0,0,0,0,0,0,1,0\n"));

    assertThat(votes.majority(face("fer2013.csv line 2"))).contains(Emotion.NEUTRAL);
    assertThat(votes.majority(face("fer2013.csv line 3"))).isEmpty();
    assertThat(votes.majority(face("fer2013.csv line 4"))).contains(Emotion.HAPPY);
    assertThat(votes.majority(face("fer2013.csv line 5"))).isEmpty();
  }
}
