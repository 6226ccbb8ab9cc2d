// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.TestFaces;
import io.github.emotion4j.djl.classify.EmotionModel;
import io.github.emotion4j.djl.internal.opencv.OpenCv;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.Core;
import org.opencv.core.Mat;

@Timeout(60)
class EmotionClassifierTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  private static EmotionClassifier classifier(int batchSize, Duration maxWait) {
    return new EmotionClassifier(EmotionModel.embedded(), 1, batchSize, false, maxWait);
  }

  private static List<Mat> crops(int count) {
    List<Mat> crops = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      crops.add(OpenCv.toBgr(TestFaces.face(i)));
    }
    return crops;
  }

  /** A list whose first element is long in coming: who reads it holds a predictor meanwhile. */
  private static final class SlowCrops extends AbstractList<Mat> {

    private final Mat crop = OpenCv.toBgr(TestFaces.face(1));
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @Override
    public Mat get(int index) {
      reading.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return crop;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 64})
  void theSizeOfTheBatchDoesNotMatter(int batchSize) {
    try (EmotionClassifier together = classifier(batchSize, LONG);
        EmotionClassifier alone = classifier(1, LONG)) {
      List<Mat> crops = crops(5);

      List<Map<Emotion, Double>> results = together.classify(crops);

      assertThat(results).hasSize(crops.size());
      for (int i = 0; i < crops.size(); i++) {
        Map<Emotion, Double> single = alone.classify(List.of(crops.get(i))).get(0);
        for (Emotion emotion : Emotion.values()) {
          assertThat(results.get(i).get(emotion)).isEqualTo(single.get(emotion), within(1e-5));
        }
      }
    }
  }

  @Test
  void flippingAveragesAFaceAndItsMirrorImage() {
    Mat mirrored = new Mat();
    Mat crop = crops(1).get(0);
    Core.flip(crop, mirrored, 1);
    try (EmotionClassifier plain = classifier(2, LONG);
        EmotionClassifier flipping =
            new EmotionClassifier(EmotionModel.embedded(), 1, 2, true, LONG)) {
      List<Map<Emotion, Double>> both = plain.classify(List.of(crop, mirrored));

      Map<Emotion, Double> average = flipping.classify(List.of(crop)).get(0);

      for (Emotion emotion : Emotion.values()) {
        double expected = (both.get(0).get(emotion) + both.get(1).get(emotion)) / 2;
        assertThat(average.get(emotion)).isEqualTo(expected, within(1e-5));
      }
      assertThat(flipping.classify(List.of(mirrored)).get(0).get(Emotion.HAPPY))
          .isEqualTo(average.get(Emotion.HAPPY), within(1e-5));
    }
  }

  @Test
  void nothingGivesNothing() {
    try (EmotionClassifier classifier = classifier(1, LONG)) {
      assertThat(classifier.classify(List.of())).isEmpty();
    }
  }

  @Test
  void aCallThatWaitsTooLongSaysHowToWaitLess() throws Exception {
    SlowCrops slow = new SlowCrops();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (EmotionClassifier classifier = classifier(1, Duration.ofMillis(50))) {
      Future<List<Map<Emotion, Double>>> call = thread.submit(() -> classifier.classify(slow));
      slow.reading.await();

      assertThatThrownBy(() -> classifier.classify(crops(1)))
          .isInstanceOf(DetectorBusyException.class)
          .hasMessageContainingAll("(1)", "PT0.05S", "maxWait");

      slow.release.countDown();
      assertThat(call.get()).hasSize(1);
      assertThat(classifier.classify(crops(1))).hasSize(1);
    } finally {
      slow.release.countDown();
      thread.shutdown();
    }
  }

  @Test
  void aWaitingCallThatIsInterruptedEndsAndKeepsTheFlag() throws Exception {
    SlowCrops slow = new SlowCrops();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (EmotionClassifier classifier = classifier(1, LONG)) {
      Future<List<Map<Emotion, Double>>> holder = threads.submit(() -> classifier.classify(slow));
      slow.reading.await();
      Future<Boolean> waiter =
          threads.submit(
              () -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> classifier.classify(crops(1)))
                    .isInstanceOf(AnalysisInterruptedException.class)
                    .hasMessageContaining("Interrupted");
                return Thread.interrupted();
              });

      assertThat(waiter.get()).isTrue();
      slow.release.countDown();
      assertThat(holder.get()).hasSize(1);
    } finally {
      slow.release.countDown();
      threads.shutdown();
    }
  }

  @Test
  void aCallThatFailsGivesItsPredictorBack() {
    Mat empty = new Mat();
    try (EmotionClassifier classifier = classifier(1, Duration.ofMillis(50))) {
      assertThatThrownBy(() -> classifier.classify(List.of(empty)))
          .isInstanceOf(io.github.emotion4j.ModelException.class);

      assertThat(classifier.classify(crops(1))).hasSize(1);
    }
  }

  @Test
  void aClosedClassifierRefusesCalls() {
    EmotionClassifier classifier = classifier(1, LONG);
    classifier.close();

    assertThatThrownBy(() -> classifier.classify(crops(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingTwiceIsHarmless() {
    EmotionClassifier classifier = classifier(1, LONG);
    classifier.close();

    assertThatCode(classifier::close).doesNotThrowAnyException();
  }
}
