// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Record;
import ai.djl.training.dataset.SequenceSampler;
import io.github.emotion4j.djl.classify.ModelCard;
import io.github.emotion4j.training.augment.Augmentation;
import io.github.emotion4j.training.dataset.LabelledFace;
import io.github.emotion4j.training.dataset.Split;
import io.github.emotion4j.training.dataset.SyntheticFaces;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochFacesTest {

  private static final int BATCH = 8;
  private static final int SIZE = 40;
  private static final List<LabelledFace> FACES = SyntheticFaces.of(Split.TRAINING, 5, 3);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private static EpochFaces open(Augmentation augmentation, long seed) {
    return new EpochFaces(
        FACES,
        TrainingTargets.smoothed(FACES, 0.1),
        augmentation,
        ModelCard.Input.FER2013,
        SIZE,
        BATCH,
        seed);
  }

  private Iterator<Batch> batches(EpochFaces data) {
    return data.getData(manager, new BatchSampler(new SequenceSampler(), BATCH), null).iterator();
  }

  /** Data and labels of each batch, one after the other. */
  private List<List<Float>> values(Iterator<Batch> batches) {
    List<List<Float>> all = new ArrayList<>();
    while (batches.hasNext()) {
      try (Batch batch = batches.next()) {
        List<Float> values = new ArrayList<>();
        for (NDArray array :
            List.of(batch.getData().singletonOrThrow(), batch.getLabels().singletonOrThrow())) {
          for (float value : array.toFloatArray()) {
            values.add(value);
          }
        }
        all.add(values);
      }
    }
    return all;
  }

  @Test
  void anEpochIsTheSameWhenRunAgain() {
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      List<List<Float>> first = values(batches(data.epoch(2)));
      values(batches(data.epoch(3)));

      assertThat(values(batches(data.epoch(2)))).isEqualTo(first);
    }
  }

  @Test
  void anEpochIsTheSameInAnotherInstance() {
    try (EpochFaces data = open(Augmentation.FER2013, 1);
        EpochFaces other = open(Augmentation.FER2013, 1)) {
      values(batches(data.epoch(1)));

      assertThat(values(batches(data.epoch(2)))).isEqualTo(values(batches(other.epoch(2))));
    }
  }

  @Test
  void anotherEpochIsAnother() {
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      assertThat(values(batches(data.epoch(1)))).isNotEqualTo(values(batches(data.epoch(2))));
    }
  }

  @Test
  void anotherSeedGivesAnotherEpoch() {
    try (EpochFaces data = open(Augmentation.FER2013, 1);
        EpochFaces other = open(Augmentation.FER2013, 2)) {
      assertThat(values(batches(data.epoch(1)))).isNotEqualTo(values(batches(other.epoch(1))));
    }
  }

  @Test
  void anEpochThatHasBegunIsNotChangedByTheNext() {
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      List<List<Float>> undisturbed = values(batches(data.epoch(1)));
      Iterator<Batch> begun = batches(data.epoch(1));
      data.epoch(2);

      assertThat(values(begun)).isEqualTo(undisturbed);
    }
  }

  @Test
  void aSlowReaderGetsTheSame() throws InterruptedException {
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      List<List<Float>> fast = values(batches(data.epoch(1)));
      List<List<Float>> slow = new ArrayList<>();
      Iterator<Batch> batches = batches(data.epoch(1));
      while (batches.hasNext()) {
        Thread.sleep(20); // the next batch is ready by now
        slow.addAll(values(List.of(batches.next()).iterator()));
      }

      assertThat(slow).isEqualTo(fast);
    }
  }

  /** On the device, too, where the manager is a GPU's; by a thread of the data set's own. */
  @Test
  void theNextBatchIsOnTheDeviceBeforeItIsAskedForAndNoMore() throws InterruptedException {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      Iterator<Batch> batches = batches(data.epoch(1));
      try (Batch first = batches.next()) {
        awaitArrays(4);
        Thread.sleep(100); // time to send more, were there no bound

        assertThat(manager.getManagedArrays()).hasSize(4); // pixels and labels of two
        assertThat(first.getSize()).isEqualTo(BATCH);
      }
      assertThat(manager.getManagedArrays()).hasSize(2);
    }
  }

  @Test
  void aBatchThatNobodyTakesIsFreedWithTheDataSet() throws InterruptedException {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      batches(data.epoch(1)).next().close(); // and then the training is cancelled, or fails
      awaitArrays(2);
    }

    assertThat(manager.getManagedArrays()).isEmpty();
  }

  @Test
  void aBatchThatIsStillBeingPreparedIsFreedToo() {
    EpochFaces data = open(Augmentation.FER2013, 1);
    batches(data.epoch(1)).next().close();
    data.close();

    assertThat(manager.getManagedArrays()).isEmpty();
  }

  @Test
  void anEpochThatWasBrokenOffLeavesNothingToTheNext() throws InterruptedException {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      batches(data.epoch(1)).next().close(); // the second is being prepared
      values(batches(data.epoch(2)));

      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @Test
  void nothingIsPreparedAfterTheLastBatch() throws InterruptedException {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      assertThat(batches(data.from(1, 4))).isExhausted();
      Thread.sleep(100);

      assertThat(manager.getManagedArrays()).isEmpty();
    }
  }

  @Test
  void whatFailsWhileABatchIsSentIsTold() {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      manager.close();
      Iterator<Batch> batches = batches(data.epoch(1));

      assertThatThrownBy(batches::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  private void awaitArrays(int count) throws InterruptedException {
    for (int i = 0; i < 500 && manager.getManagedArrays().size() < count; i++) {
      Thread.sleep(10);
    }
    assertThat(manager.getManagedArrays()).hasSize(count);
  }

  @Test
  void augmentersOfThePoolDoNotMixFacesUp() {
    // A whole batch is augmented by many threads, a record by one alone.
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      data.epoch(4);
      Set<List<Float>> alone = new HashSet<>();
      for (int i = 0; i < FACES.size(); i++) {
        alone.add(floats(data.get(manager, i).getData().singletonOrThrow().toFloatArray()));
      }
      Iterator<Batch> batches = batches(data);
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          NDArray faces = batch.getData().singletonOrThrow();
          for (int i = 0; i < BATCH; i++) {
            assertThat(alone).contains(floats(faces.get(i).toFloatArray()));
          }
        }
      }
    }
  }

  private static List<Float> floats(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyFaceComesAtMostOnce(int epoch) {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      List<List<Float>> seen = new ArrayList<>();
      Iterator<Batch> batches = batches(data.epoch(epoch));
      while (batches.hasNext()) {
        try (Batch batch = batches.next()) {
          NDArray faces = batch.getData().singletonOrThrow();
          for (int i = 0; i < BATCH; i++) {
            seen.add(floats(faces.get(i).toFloatArray()));
          }
        }
      }

      assertThat(seen).hasSize(32).doesNotHaveDuplicates();
    }
  }

  @Test
  void leavesOutALastBatchThatIsNotFull() {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      assertThat(data.batches()).isEqualTo(4); // 35 faces
      assertThat(values(batches(data.epoch(1)))).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4})
  void goesOnAfterBatchesThatAreDone(int done) {
    try (EpochFaces data = open(Augmentation.FER2013, 1)) {
      List<List<Float>> all = values(batches(data.epoch(2)));

      assertThat(values(batches(data.from(2, done)))).isEqualTo(all.subList(done, 4));
    }
  }

  @Test
  void hasNoBatchAfterTheLast() {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      Iterator<Batch> batches = batches(data.epoch(1));
      values(batches);

      assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void batchHasTheShapesOfANetwork() {
    try (EpochFaces data = open(Augmentation.NONE, 1);
        Batch batch = batches(data.epoch(1)).next()) {
      assertThat(batch.getData().getShapes()).containsExactly(new Shape(BATCH, 1, SIZE, SIZE));
      assertThat(batch.getLabels().getShapes()).containsExactly(new Shape(BATCH, 7));
      assertThat(batch.getSize()).isEqualTo(BATCH);
    }
  }

  @Test
  void recordHasItsOwnLabel() {
    try (EpochFaces data = open(Augmentation.NONE, 1)) {
      Record record = data.epoch(1).get(manager, 0);

      assertThat(record.getLabels().singletonOrThrow().argMax().getLong())
          .isEqualTo(FACES.get(0).emotion().index());
      assertThat(record.getData().singletonOrThrow().getShape())
          .isEqualTo(new Shape(1, SIZE, SIZE));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5})
  void smoothedLabelsSumToOne(double smoothing) {
    for (float[] label : TrainingTargets.smoothed(FACES, smoothing)) {
      float sum = 0;
      for (float share : label) {
        sum += share;
      }
      assertThat(sum).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void smoothingSpreadsItsShareOverAllEmotions() {
    float[] label = TrainingTargets.smoothed(FACES, 0.14)[0];

    int index = FACES.get(0).emotion().index();
    assertThat(label[index]).isCloseTo(0.88f, within(1e-6f));
    label[index] = 0.02f;
    float[] others = new float[7];
    Arrays.fill(others, 0.02f);
    assertThat(label).containsExactly(others, within(1e-6f));
  }
}
