// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutcomeStreamTest {

  private static final int GROUP = OutcomeStream.groupSize();

  /** How many pictures may be taken and not handed out: the groups, and the one handed out. */
  private static final int MOST = (OutcomeStream.GROUPS + 1) * GROUP;

  private final CountDownLatch never = new CountDownLatch(1);

  private static ImageSource picture(long number) {
    return ImageSource.of(Path.of(Long.toString(number)));
  }

  private static Stream<ImageSource> pictures(int count) {
    return IntStream.range(0, count).mapToObj(OutcomeStreamTest::picture);
  }

  private static List<String> names(Stream<AnalysisOutcome> outcomes) {
    try (outcomes) {
      return outcomes.map(outcome -> outcome.image().describe()).toList();
    }
  }

  private static EmotionDetector analyzing(
      Function<List<ImageSource>, List<AnalysisOutcome>> analysis) {
    return new GroupDetector(analysis);
  }

  private static List<AnalysisOutcome> noFaces(List<ImageSource> images) {
    return images.stream()
        .<AnalysisOutcome>map(image -> new AnalysisOutcome.Faces(image, List.of()))
        .toList();
  }

  /** Waits until it is interrupted, as a detector that is at work. */
  private List<AnalysisOutcome> untilInterrupted() {
    try {
      never.await();
      throw new IllegalStateException("nobody counts it down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalysisInterruptedException("Interrupted", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void outcomesComeInTheOrderOfThePicturesOneForEach() {
    CountDownLatch second = new CountDownLatch(1);
    EmotionDetector detector =
        analyzing(
            images -> {
              if (images.contains(picture(0))) {
                await(second);
              } else {
                second.countDown();
              }
              return noFaces(images);
            });

    List<String> names = names(detector.analyzeAll(pictures(10 * GROUP + 3)));

    assertThat(names).isEqualTo(pictures(10 * GROUP + 3).map(ImageSource::describe).toList());
  }

  @Test
  void aSlowGroupDoesNotHoldUpTheOthersWhereTheStreamIsUnordered() {
    CountDownLatch others = new CountDownLatch(5);
    EmotionDetector detector =
        analyzing(
            images -> {
              if (images.contains(picture(0))) {
                await(others);
              } else {
                others.countDown();
              }
              return noFaces(images);
            });

    List<String> names = names(detector.analyzeAll(pictures(6 * GROUP).unordered()));

    assertThat(names.indexOf("0")).isGreaterThanOrEqualTo(GROUP);
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            pictures(6 * GROUP).map(ImageSource::describe).toList());
  }

  @Test
  void severalGroupsAreAnalyzedAtOnce() {
    CyclicBarrier together = new CyclicBarrier(OutcomeStream.GROUPS);
    EmotionDetector detector =
        analyzing(
            images -> {
              try {
                together.await(30, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
              return noFaces(images);
            });

    assertThat(names(detector.analyzeAll(pictures(OutcomeStream.GROUPS * GROUP))))
        .hasSize(OutcomeStream.GROUPS * GROUP);
  }

  @Test
  void noMorePicturesAreTakenThanMemoryIsMeantForHoweverSlowlyOutcomesAreRead() {
    AtomicLong taken = new AtomicLong();
    Stream<ImageSource> endless =
        LongStream.iterate(0, i -> i + 1)
            .mapToObj(
                i -> {
                  taken.incrementAndGet();
                  return picture(i);
                });
    try (Stream<AnalysisOutcome> outcomes =
        analyzing(OutcomeStreamTest::noFaces).analyzeAll(endless)) {
      Iterator<AnalysisOutcome> iterator = outcomes.iterator();

      for (int read = 1; read < 50 * GROUP; read++) {
        iterator.next();
        assertThat(taken.get() - read).isLessThanOrEqualTo(MOST);
      }
    }
  }

  @Test
  void takesNothingBeforeItIsRead() {
    AtomicLong taken = new AtomicLong();

    try (Stream<AnalysisOutcome> outcomes =
        analyzing(OutcomeStreamTest::noFaces)
            .analyzeAll(pictures(3).peek(image -> taken.incrementAndGet()))) {
      assertThat(outcomes).isNotNull();
      assertThat(taken).hasValue(0);
    }
  }

  @Test
  void closingInterruptsWhatIsAnalyzedAndClosesTheGivenStream() {
    CountDownLatch ended = new CountDownLatch(OutcomeStream.GROUPS - 1);
    AtomicInteger closed = new AtomicInteger();
    EmotionDetector detector =
        analyzing(
            images -> {
              if (images.contains(picture(0))) {
                return noFaces(images);
              }
              try {
                return untilInterrupted();
              } finally {
                ended.countDown();
              }
            });
    Stream<AnalysisOutcome> outcomes =
        detector.analyzeAll(pictures(10 * GROUP).onClose(closed::incrementAndGet));
    Iterator<AnalysisOutcome> iterator = outcomes.iterator();
    iterator.next();

    outcomes.close();

    await(ended);
    assertThat(closed).hasValue(1);
  }

  @Test
  void anInterruptedReaderLeavesWithItsFlagSet() {
    EmotionDetector detector = analyzing(images -> untilInterrupted());
    try (Stream<AnalysisOutcome> outcomes = detector.analyzeAll(pictures(1))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(outcomes::toList).isInstanceOf(AnalysisInterruptedException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatTheDetectorThrowsIsThrownToTheReader() {
    EmotionDetector detector =
        analyzing(
            images -> {
              throw new IllegalStateException("closed");
            });
    try (Stream<AnalysisOutcome> outcomes = detector.analyzeAll(pictures(1))) {
      assertThatThrownBy(outcomes::toList)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("closed");
    }
  }

  @Test
  void whatWasTakenBeforeTheStreamThrewIsAnalyzedFirst() {
    Stream<ImageSource> breaking =
        IntStream.range(0, 100 * GROUP)
            .mapToObj(
                i -> {
                  if (i == GROUP + 1) {
                    throw new IllegalStateException("the disk is gone");
                  }
                  return picture(i);
                });
    AtomicInteger read = new AtomicInteger();
    try (Stream<AnalysisOutcome> outcomes =
        analyzing(OutcomeStreamTest::noFaces).analyzeAll(breaking)) {

      assertThatThrownBy(() -> outcomes.forEach(outcome -> read.incrementAndGet()))
          .hasMessage("the disk is gone");
      assertThat(read).hasValue(GROUP + 1);
    }
  }

  @Test
  void aNullPictureIsNamedByItsNumber() {
    try (Stream<AnalysisOutcome> outcomes =
        analyzing(OutcomeStreamTest::noFaces).analyzeAll(Stream.of(picture(0), null))) {
      assertThatThrownBy(outcomes::toList)
          .isInstanceOf(NullPointerException.class)
          .hasMessage("images[1] is null");
    }
  }

  private static final class GroupDetector implements EmotionDetector {

    private final Function<List<ImageSource>, List<AnalysisOutcome>> analysis;

    GroupDetector(Function<List<ImageSource>, List<AnalysisOutcome>> analysis) {
      this.analysis = analysis;
    }

    @Override
    public List<EmotionResult> analyze(ImageSource image) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<AnalysisOutcome> analyzeAll(List<ImageSource> images) {
      return analysis.apply(images);
    }

    @Override
    public void warmUp() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Diagnosis diagnose() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
