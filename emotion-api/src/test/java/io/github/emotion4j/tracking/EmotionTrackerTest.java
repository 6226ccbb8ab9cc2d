// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.AnalysisOutcome;
import io.github.emotion4j.Diagnosis;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.NoFaceException;
import io.github.emotion4j.tracking.Scene.Place;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmotionTrackerTest {

  private static final Color ANNE = new Color(200, 150, 120);
  private static final Duration FRAME = Duration.ofMillis(40);
  private static final BufferedImage STILL =
      new Scene().actor(ANNE, t -> new Place(300, 180, 100)).frame(0);

  private static PaintedFaces detector(double stray) {
    return new PaintedFaces(List.of(ANNE), 90, stray, 1);
  }

  private static TrackedFace only(TrackedFrame frame) {
    assertThat(frame.faces()).hasSize(1);
    return frame.faces().get(0);
  }

  @Test
  void theFirstFrameGivesTheRawReading() {
    TrackedFace face = only(EmotionTracker.of(detector(0)).next(STILL, Duration.ZERO));

    EmotionResult reading = face.reading().orElseThrow();
    assertThat(face.track()).isEqualTo(1);
    assertThat(face.emotion()).isEqualTo(Emotion.HAPPY);
    assertThat(face.since()).isEqualTo(Duration.ZERO);
    assertThat(face.smoothed().region()).isEqualTo(reading.region());
    for (Emotion emotion : Emotion.values()) {
      assertThat(face.smoothed().probability(emotion))
          .isCloseTo(reading.probability(emotion), within(1e-9));
    }
  }

  @Test
  void anUncertainFaceIsFollowedOnceItWasFoundAgain() {
    EmotionResult doubtful =
        EmotionResult.of(
            FaceRegion.of(10, 10, 50, 50), 0.5, detector(0).analyze(STILL).get(0).probabilities());
    EmotionTracker tracker = EmotionTracker.of(answering(image -> List.of(doubtful)));
    BufferedImage small = new BufferedImage(100, 80, BufferedImage.TYPE_3BYTE_BGR);

    assertThat(tracker.next(small, Duration.ZERO).faces()).isEmpty();
    assertThat(tracker.next(small, FRAME).events())
        .containsExactly(new TrackEvent.Began(1, Duration.ZERO));
  }

  @Test
  void theDominantEmotionFlickersTenTimesLessThanFrameByFrame() {
    PaintedFaces detector = detector(0.01);
    detector.show(Emotion.HAPPY, 0.04, 0.6);
    EmotionTracker tracker = EmotionTracker.of(detector);
    int raw = 0;
    int steady = 0;
    TrackedFace before = only(tracker.next(STILL, Duration.ZERO));
    for (int i = 1; i <= 1500; i++) {
      TrackedFace face = only(tracker.next(STILL, FRAME.multipliedBy(i)));
      raw += dominant(face) == dominant(before) ? 0 : 1;
      steady += face.emotion() == before.emotion() ? 0 : 1;
      before = face;
    }

    assertThat(raw).as("changes a minute, frame by frame").isGreaterThan(300);
    assertThat(steady).as("changes a minute, %s frame by frame", raw).isLessThan(raw / 10);
  }

  private static Emotion dominant(TrackedFace face) {
    return face.reading().orElseThrow().dominantEmotion();
  }

  @ParameterizedTest(name = "{0} frames a second")
  @ValueSource(ints = {10, 25, 60})
  void aChangeIsReportedWithinHalfASecondAndSaysWhenItBegan(int rate) {
    PaintedFaces detector = detector(0.01);
    detector.show(Emotion.HAPPY, 0.6, 0.5);
    EmotionTracker tracker = EmotionTracker.of(detector);
    double reported = Double.NaN;
    List<TrackEvent> changes = new ArrayList<>();
    for (int i = 0; i < 5 * rate; i++) {
      double at = (double) i / rate;
      if (at >= 2) {
        detector.show(Emotion.SAD, 0.6, 0.5);
      }
      TrackedFrame frame = tracker.next(STILL, Duration.ofNanos(Math.round(1e9 * at)));
      for (TrackEvent event : frame.events()) {
        if (event instanceof TrackEvent.Changed) {
          changes.add(event);
          reported = at;
        }
      }
    }

    assertThat(reported).isBetween(2.0, 2.5);
    assertThat(changes).hasSize(1);
    assertThat(changes.get(0)).isInstanceOf(TrackEvent.Changed.class);
    TrackEvent.Changed change = (TrackEvent.Changed) changes.get(0);
    assertThat(change.from()).isEqualTo(Emotion.HAPPY);
    assertThat(change.to()).isEqualTo(Emotion.SAD);
    assertThat(change.at()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2350));
  }

  @Test
  void smoothingDoesNotDependOnTheFrameRate() {
    List<Double> after = new ArrayList<>();
    for (int rate : new int[] {20, 100}) {
      PaintedFaces detector = detector(0);
      EmotionTracker tracker = EmotionTracker.of(detector);
      TrackedFrame last = tracker.next(STILL, Duration.ZERO);
      for (int i = 1; i <= 2.3 * rate; i++) {
        if (i > 2 * rate) {
          detector.show(Emotion.SAD, 0.6, 0);
        }
        last = tracker.next(STILL, Duration.ofNanos(Math.round(1e9 * i / rate)));
      }
      after.add(only(last).smoothed().probability(Emotion.SAD));
    }

    assertThat(after.get(0)).isCloseTo(after.get(1), within(0.03));
  }

  @Test
  void aPoorPictureWeighsLess() {
    List<Double> happy = new ArrayList<>();
    for (double quality : new double[] {1, 0.1}) {
      PaintedFaces detector = detector(0);
      EmotionTracker tracker = EmotionTracker.of(detector);
      for (int i = 0; i < 20; i++) {
        tracker.next(STILL, FRAME.multipliedBy(i));
      }
      detector.show(Emotion.FEAR, 0.6, 0);
      detector.quality(quality);
      for (int i = 20; i < 23; i++) {
        tracker.next(STILL, FRAME.multipliedBy(i));
      }
      happy.add(
          only(tracker.next(STILL, FRAME.multipliedBy(23))).smoothed().probability(Emotion.HAPPY));
    }

    assertThat(happy.get(1)).isGreaterThan(happy.get(0) + 0.1);
  }

  @Test
  void theBoxOfAStillFaceStands() {
    EmotionTracker tracker = EmotionTracker.of(detector(0.02));
    FaceRegion before = only(tracker.next(STILL, Duration.ZERO)).smoothed().region();
    List<Double> moves = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      FaceRegion region = only(tracker.next(STILL, FRAME.multipliedBy(i))).smoothed().region();
      moves.add(move(before, region));
      before = region;
    }

    moves.sort(null);
    assertThat(moves.get(475)).as("19 of 20 moves, in sizes").isLessThan(0.02);
    assertThat(moves.get(250)).as("half of all moves").isLessThan(0.011);
  }

  private static double move(FaceRegion from, FaceRegion to) {
    double centre =
        Math.hypot(
            to.x() - from.x() + (to.width() - from.width()) / 2.0,
            to.y() - from.y() + (to.height() - from.height()) / 2.0);
    return centre / Math.sqrt((double) from.width() * from.height());
  }

  @ParameterizedTest(name = "{0} pixels a second, {1} frames a second")
  @CsvSource({"50, 25", "100, 25", "200, 25", "100, 60", "100, 12"})
  void theBoxOfAMovingFaceLagsByLessThan100Milliseconds(double speed, int rate) {
    lagsByLessThan100Milliseconds(
        t -> 100 + speed * Math.max(0, Math.min(2, t - 1)),
        speed,
        rate); // starts and stops at once
  }

  @Test
  void theBoxOfAHeadThatNodsLagsByLessThan100Milliseconds() {
    lagsByLessThan100Milliseconds(t -> 300 + 40 * Math.sin(2 * Math.PI * t), 80 * Math.PI, 25);
  }

  private static void lagsByLessThan100Milliseconds(
      DoubleUnaryOperator path, double speed, int rate) {
    Scene scene = new Scene().actor(ANNE, t -> new Place(path.applyAsDouble(t), 180, 100));
    EmotionTracker tracker = EmotionTracker.of(detector(0));
    for (int i = 0; i < 4 * rate; i++) {
      double at = (double) i / rate;
      FaceRegion region =
          only(tracker.next(scene.frame(at), Duration.ofNanos(Math.round(1e9 * at))))
              .smoothed()
              .region();
      double centre = region.x() + region.width() / 2.0;
      assertThat(Math.abs(centre - path.applyAsDouble(at)) - 1) // a pixel of rounding
          .as("pixels behind at %s s", at)
          .isLessThan(0.1 * speed);
    }
  }

  /** As detectors do, which see what is left of a face and not what is hidden. */
  @Test
  void theVisibleRestOfAFaceThatAnotherHidesDoesNotChangeItsWay() {
    int[] frame = {0};
    Map<Emotion, Double> some = detector(0).analyze(STILL).get(0).probabilities();
    EmotionTracker tracker =
        EmotionTracker.builder(answering(image -> crossing(frame[0], some)))
            .searchEvery(Duration.ZERO)
            .build();
    BufferedImage empty = new BufferedImage(640, 360, BufferedImage.TYPE_3BYTE_BGR);
    List<TrackedFace> first = tracker.next(empty, Duration.ZERO).faces();
    TrackedFrame last = tracker.next(empty, Duration.ofMillis(1));
    while (frame[0] < 65) {
      frame[0]++;
      last = tracker.next(empty, FRAME.multipliedBy(frame[0]));
    }

    assertThat(last.faces()).extracting(TrackedFace::track).containsExactly(1, 2);
    for (int i = 0; i < 2; i++) { // whoever was at the left is at the right
      boolean left = first.get(i).smoothed().region().x() < 320;
      assertThat(last.faces().get(i).smoothed().region().x() > 320).isEqualTo(left);
    }
  }

  /** One who goes to the right, behind one who goes to the left, as far as either is seen. */
  private static List<EmotionResult> crossing(int frame, Map<Emotion, Double> probabilities) {
    int front = (int) (540 - 6.4 * frame) - 35;
    int back = (int) (100 + 6.4 * frame) - 36;
    List<EmotionResult> found = new ArrayList<>();
    found.add(EmotionResult.of(FaceRegion.of(front, 130, 70, 95), 0.95, probabilities));
    boolean before = back < front;
    int left = before ? back : Math.max(back, front + 82); // hair hides more than the face
    int right = before ? Math.min(back + 72, front - 12) : back + 72;
    if (right - left > 16) {
      int height = Math.min(100, 35 + right - left);
      FaceRegion rest = FaceRegion.of(left, 125, right - left, height);
      found.add(EmotionResult.of(rest, 0.95, probabilities));
    }
    return found;
  }

  @Test
  void twentyThousandFramesLeaveNothingBehind() {
    List<EmotionResult> found = new ArrayList<>();
    EmotionTracker tracker = EmotionTracker.of(answering(image -> List.copyOf(found)));
    BufferedImage frame = new BufferedImage(200, 200, BufferedImage.TYPE_3BYTE_BGR);
    EmotionResult face =
        EmotionResult.of(
            FaceRegion.of(50, 60, 100, 100),
            0.95,
            detector(0).analyze(STILL).get(0).probabilities());
    long before = 0;
    int begun = 0;
    for (int i = 0; i < 20_000; i++) {
      found.clear();
      if (i % 150 < 75) { // for three seconds in every six
        found.add(face);
      }
      begun +=
          (int)
              tracker.next(frame, FRAME.multipliedBy(i)).events().stream()
                  .filter(event -> event instanceof TrackEvent.Began)
                  .count();
      if (i == 2_000) {
        before = used();
      }
    }

    assertThat(begun).isGreaterThan(100);
    assertThat(used() - before).as("bytes of heap more").isLessThan(1 << 20);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aFailingDetectorFailsTheFrameAndNothingElse() {
    PaintedFaces painted = detector(0);
    boolean[] broken = {false};
    EmotionTracker tracker =
        EmotionTracker.of(
            answering(
                image -> {
                  if (broken[0]) {
                    throw new EmotionException("busy");
                  }
                  return painted.analyze(image);
                }));
    tracker.next(STILL, Duration.ZERO);
    broken[0] = true;
    assertThatThrownBy(() -> tracker.next(STILL, FRAME)).hasMessage("busy");
    assertThatThrownBy(() -> tracker.next(STILL, FRAME.multipliedBy(6))).hasMessage("busy");
    broken[0] = false;

    TrackedFrame frame = tracker.next(STILL, FRAME);

    assertThat(frame.events()).isEmpty();
    assertThat(only(frame).track()).isEqualTo(1);
  }

  @Test
  void aDetectorThatRequiresFacesGivesEmptyFrames() {
    EmotionTracker tracker =
        EmotionTracker.of(
            answering(
                image -> {
                  throw new NoFaceException("none");
                }));

    assertThat(tracker.next(STILL, Duration.ZERO).faces()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 39, 40})
  void timeGoesForward(long millis) {
    EmotionTracker tracker = EmotionTracker.of(detector(0));
    tracker.next(STILL, FRAME);

    assertThatThrownBy(() -> tracker.next(STILL, Duration.ofMillis(millis)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("later than the one before");
  }

  @Test
  void afterTheEndNothingIsTaken() {
    EmotionTracker tracker = EmotionTracker.of(detector(0));
    tracker.next(STILL, Duration.ZERO);

    assertThat(tracker.finish())
        .containsExactly(new TrackEvent.Ended(1, Duration.ZERO, TrackEvent.Reason.FINISHED));
    assertThat(tracker.finish()).isEmpty();
    assertThatThrownBy(() -> tracker.next(STILL, FRAME)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    EmotionTracker.Builder builder = EmotionTracker.builder(detector(0));
    Duration negative = Duration.ofMillis(-1);

    assertThatThrownBy(() -> builder.smoothing(negative)).hasMessageContaining("smoothing");
    assertThatThrownBy(() -> builder.changesLasting(negative))
        .hasMessageContaining("changesLasting");
    assertThatThrownBy(() -> builder.remember(negative)).hasMessageContaining("remember");
    assertThatThrownBy(() -> builder.searchEvery(negative)).hasMessageContaining("searchEvery");
    assertThatThrownBy(() -> builder.faceSide(47))
        .hasMessageContaining("faceSide")
        .hasMessageContaining("47");
    assertThatThrownBy(
            () ->
                new TrackedFace(
                    0,
                    EmotionResult.of(
                        FaceRegion.of(0, 0, 1, 1),
                        1,
                        detector(0).analyze(STILL).get(0).probabilities()),
                    Emotion.SAD,
                    Duration.ZERO,
                    java.util.Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 33})
  void tinyFramesAreTaken(int side) {
    BufferedImage tiny = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    EmotionResult all =
        EmotionResult.of(
            FaceRegion.of(0, 0, side, side), 1, detector(0).analyze(STILL).get(0).probabilities());
    EmotionTracker tracker = EmotionTracker.of(answering(image -> List.of(all)));

    tracker.next(tiny, Duration.ZERO);

    assertThat(only(tracker.next(tiny, FRAME)).smoothed().region()).isEqualTo(all.region());
  }

  private static EmotionDetector answering(
      java.util.function.Function<BufferedImage, List<EmotionResult>> answer) {
    return new EmotionDetector() {
      @Override
      public List<EmotionResult> analyze(ImageSource image) {
        return answer.apply(((ImageSource.OfImage) image).image());
      }

      @Override
      public List<AnalysisOutcome> analyzeAll(List<ImageSource> images) {
        List<AnalysisOutcome> outcomes = new ArrayList<>();
        for (ImageSource image : images) {
          try {
            outcomes.add(new AnalysisOutcome.Faces(image, analyze(image)));
          } catch (EmotionException e) {
            outcomes.add(new AnalysisOutcome.Failure(image, e));
          }
        }
        return outcomes;
      }

      @Override
      public void warmUp() {}

      @Override
      public Diagnosis diagnose() {
        return detector(0).diagnose();
      }

      @Override
      public void close() {}
    };
  }
}
