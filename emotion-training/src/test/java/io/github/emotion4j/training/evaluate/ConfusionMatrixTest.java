// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.evaluate;

import static io.github.emotion4j.Emotion.ANGRY;
import static io.github.emotion4j.Emotion.FEAR;
import static io.github.emotion4j.Emotion.HAPPY;
import static io.github.emotion4j.Emotion.NEUTRAL;
import static io.github.emotion4j.Emotion.SAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.Emotion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfusionMatrixTest {

  private final ConfusionMatrix confusion = ConfusionMatrix.of(Samples.TRUTH, Samples.PREDICTED);

  @Test
  void rowsAreWhatIsShownAndColumnsWhatIsPredicted() {
    assertThat(confusion.count(HAPPY, SAD)).isEqualTo(1);
    assertThat(confusion.count(SAD, HAPPY)).isZero();
  }

  @Test
  void supportIsTheSumOfARow() {
    assertThat(confusion.support(HAPPY)).isEqualTo(2);
  }

  @Test
  void predictedIsTheSumOfAColumn() {
    assertThat(confusion.predicted(SAD)).isEqualTo(2);
  }

  @Test
  void totalIsTheNumberOfFaces() {
    assertThat(confusion.total()).isEqualTo(4);
  }

  @Test
  void shareIsOfTheRow() {
    assertThat(confusion.share(HAPPY, SAD)).isEqualTo(0.5);
  }

  @Test
  void shareOfAnEmptyRowIsZero() {
    assertThat(confusion.share(FEAR, FEAR)).isZero();
  }

  @Test
  void anEmotionThatIsOnlyPredictedLowersTheMacroF1() {
    ConfusionMatrix claimed = ConfusionMatrix.of(List.of(ANGRY, ANGRY), List.of(ANGRY, NEUTRAL));

    assertThat(claimed.macroF1()).isEqualTo((2 / 3.0 + 0) / 2);
  }

  @Test
  void anEmotionThatNeverOccursDoesNotLowerTheMacroF1() {
    assertThat(ConfusionMatrix.of(List.of(ANGRY), List.of(ANGRY)).macroF1()).isEqualTo(1);
  }

  @Test
  void figuresOfNothingAreZero() {
    ConfusionMatrix empty = new ConfusionMatrix(square(7, 0));

    assertThat(empty.accuracy()).isZero();
    assertThat(empty.macroF1()).isZero();
  }

  @Test
  void laterChangesOfTheRowsDoNotReachTheMatrix() {
    List<Integer> row = new ArrayList<>(Collections.nCopies(7, 1));
    ConfusionMatrix matrix = new ConfusionMatrix(Collections.nCopies(7, row));

    row.set(0, 99);

    assertThat(matrix.count(ANGRY, ANGRY)).isEqualTo(1);
  }

  @Test
  void rowsCanNotBeChanged() {
    List<Integer> row = confusion.rows().get(0);

    assertThatThrownBy(() -> row.set(0, 99)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void matricesWithTheSameCountsAreEqual() {
    assertThat(ConfusionMatrix.of(Samples.TRUTH, Samples.PREDICTED)).isEqualTo(confusion);
  }

  static Stream<List<List<Integer>>> rowsOfAnotherShape() {
    return Stream.of(
        List.of(),
        square(6, 1),
        square(8, 1),
        Collections.nCopies(7, List.of(1, 2, 3)),
        square(7, -1));
  }

  @ParameterizedTest
  @MethodSource("rowsOfAnotherShape")
  void refusesRowsOfAnotherShapeOrNegativeCounts(List<List<Integer>> rows) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ConfusionMatrix(rows));
  }

  @Test
  void refusesCountsThatOverflow() {
    assertThatThrownBy(() -> new ConfusionMatrix(square(7, Integer.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesListsOfDifferentSizes() {
    List<Emotion> two = List.of(SAD, SAD);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfusionMatrix.of(List.of(SAD), two))
        .withMessageContaining("1 labels and 2 rows");
  }

  private static List<List<Integer>> square(int size, int count) {
    return Collections.nCopies(size, Collections.nCopies(size, count));
  }
}
