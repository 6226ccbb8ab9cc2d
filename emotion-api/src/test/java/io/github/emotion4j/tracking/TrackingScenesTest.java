// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.tracking.Scene.Measures;
import io.github.emotion4j.tracking.Scene.Place;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is who, over scenes that are made; docs/video.md has the same on pictures of faces. */
class TrackingScenesTest {

  private static final int SIDE = 70;
  private static final double RATE = 25;
  private static final double STRAY = 0.02;

  private static final Color ANNE = new Color(200, 150, 120);
  private static final Color BERT = new Color(120, 80, 60);

  /** Differs from Anne by nothing that can be seen. */
  private static final Color TWIN = new Color(200, 150, 121);

  private static PaintedFaces detector(long seed, Color... colours) {
    return new PaintedFaces(List.of(colours), SIDE, STRAY, seed);
  }

  private static Place at(double x, double y) {
    return new Place(x, y, SIDE);
  }

  private static double bounce(double seconds, double speed, double from, double to) {
    double way = (seconds * speed) % (2 * (to - from));
    return from + (way > to - from ? 2 * (to - from) - way : way);
  }

  @Test
  void aStillFaceHasOneNumber() {
    Scene scene = new Scene().actor(ANNE, t -> at(300, 180));

    Measures measures = scene.play(EmotionTracker.of(detector(1, ANNE)), 8, RATE);

    assertThat(measures).isEqualTo(new Measures(200, 0, 0, 0, 0));
  }

  @ParameterizedTest(name = "{0} pixels a second")
  @ValueSource(doubles = {30, 100, 250, 400})
  void aMovingFaceHasOneNumber(double speed) {
    Scene scene =
        new Scene().actor(ANNE, t -> at(bounce(t, speed, 60, 580), 180 + 60 * Math.sin(2 * t)));

    Measures measures = scene.play(EmotionTracker.of(detector(2, ANNE)), 8, RATE);

    assertThat(measures.switches()).isZero();
    assertThat(measures.wrong()).isLessThanOrEqualTo(2);
    assertThat(measures.accuracy()).isGreaterThan(0.97);
  }

  @ParameterizedTest(name = "{0} frames a second")
  @ValueSource(doubles = {2, 5, 12.5, 60})
  void theFrameRateMayBeAny(double rate) {
    Scene scene = new Scene().actor(ANNE, t -> at(bounce(t, 60, 60, 580), 180));

    Measures measures = scene.play(EmotionTracker.of(detector(3, ANNE)), 8, rate);

    assertThat(measures.switches()).isZero();
    assertThat(measures.accuracy()).isGreaterThan(0.97);
  }

  @Test
  void aFaceThatComesCloserHasOneNumber() {
    Scene scene = new Scene().actor(ANNE, t -> new Place(320, 180, 70 + 25 * t));

    Measures measures = scene.play(EmotionTracker.of(detector(4, ANNE)), 8, RATE);

    assertThat(measures).isEqualTo(new Measures(200, 0, 0, 0, 0));
  }

  @Test
  void atMostOneInTenCrossingsSwitchesNumbers() {
    assertThat(crossingsThatSwitch(BERT)).isLessThanOrEqualTo(1);
  }

  @Test
  void atMostOneInTenCrossingsOfTwinsSwitchesNumbers() {
    assertThat(crossingsThatSwitch(TWIN)).isLessThanOrEqualTo(1);
  }

  /** Counts, of ten crossings at other speeds, those that switch Anne's number with another's. */
  private static long crossingsThatSwitch(Color other) {
    return scenesThatSwitch(
        other,
        500,
        speed ->
            new Scene()
                .actor(other, t -> at(60 + speed * t, 170))
                .actor(ANNE, t -> at(580 - speed * t, 180)));
  }

  @Test
  void atMostOneInTenOfThoseWhoTurnBackBehindAnotherSwitchesNumbers() {
    long switches =
        scenesThatSwitch(
            BERT,
            400,
            speed -> // Bert goes behind Anne and comes out on the side he came from
            new Scene()
                    .actor(BERT, t -> at(320 - speed * Math.abs(t - 200 / speed), 175))
                    .actor(ANNE, t -> at(325, 180)));

    assertThat(switches).isLessThanOrEqualTo(1);
  }

  private static long scenesThatSwitch(Color other, double way, DoubleFunction<Scene> scene) {
    return IntStream.range(0, 10)
        .filter(
            seed -> {
              double speed = 80 + 20 * seed;
              Measures measures =
                  scene
                      .apply(speed)
                      .play(EmotionTracker.of(detector(seed, ANNE, other)), way / speed, RATE);
              return measures.switches() > 0;
            })
        .count();
  }

  @Test
  void whoGoesBehindAPillarKeepsTheNumber() {
    Scene scene = new Scene().actor(ANNE, t -> at(60 + 100 * t, 180)).pillar(270, 100);

    Measures measures = scene.play(EmotionTracker.of(detector(5, ANNE)), 5, RATE);

    assertThat(measures.switches()).isZero();
    assertThat(measures.accuracy()).isGreaterThan(0.9);
  }

  @Test
  void whoLeavesAndReturnsSoonKeepsTheNumber() {
    Scene scene =
        new Scene()
            .comingAndGoing(
                ANNE, t -> t > 2 && t < 3.5 ? List.of() : List.of(at(60 + 10 * t, 180)));

    Measures measures = scene.play(EmotionTracker.of(detector(6, ANNE)), 6, RATE);

    assertThat(measures.switches()).isZero();
  }

  @Test
  void whoReturnsLateIsSomebodyNew() {
    Scene scene =
        new Scene().comingAndGoing(ANNE, t -> t > 2 && t < 5 ? List.of() : List.of(at(200, 180)));
    List<TrackEvent> events = events(scene, detector(7, ANNE), 7);

    assertThat(events)
        .hasSize(4)
        .contains(
            new TrackEvent.Began(1, Duration.ZERO),
            new TrackEvent.Ended(1, Duration.ofSeconds(2), TrackEvent.Reason.LOST),
            new TrackEvent.Ended(2, Duration.ofMillis(6960), TrackEvent.Reason.FINISHED));
    assertThat(events.get(2)).isInstanceOf(TrackEvent.Began.class);
    assertThat(events.get(2).at())
        .as("a full search later at most")
        .isBetween(Duration.ofSeconds(5), Duration.ofMillis(5400));
  }

  @Test
  void somebodyElseAtTheSamePlaceIsSomebodyNew() {
    Scene scene =
        new Scene()
            .comingAndGoing(ANNE, t -> t < 2 ? List.of(at(200, 180)) : List.of())
            .comingAndGoing(BERT, t -> t > 2.4 ? List.of(at(200, 180)) : List.of());

    Set<Integer> numbers = new HashSet<>();
    events(scene, detector(8, ANNE, BERT), 4).forEach(event -> numbers.add(event.track()));

    assertThat(numbers).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aCutEndsAllTracks() {
    Scene scene = new Scene().actor(ANNE, t -> at(200, 180)).cutAt(3);

    List<TrackEvent> events = events(scene, detector(9, ANNE), 6);

    assertThat(events)
        .containsExactly(
            new TrackEvent.Began(1, Duration.ZERO),
            new TrackEvent.Ended(1, Duration.ofMillis(2960), TrackEvent.Reason.CUT),
            new TrackEvent.Began(2, Duration.ofSeconds(3)),
            new TrackEvent.Ended(2, Duration.ofMillis(5960), TrackEvent.Reason.FINISHED));
  }

  private static List<TrackEvent> events(Scene scene, PaintedFaces detector, double seconds) {
    EmotionTracker tracker = EmotionTracker.of(detector);
    List<TrackEvent> events = new ArrayList<>();
    for (int i = 0; i < seconds * RATE; i++) {
      Duration at = Duration.ofMillis(Math.round(1000 * i / RATE));
      events.addAll(tracker.next(scene.frame(at.toMillis() / 1000.0), at).events());
    }
    events.addAll(tracker.finish());
    return events;
  }

  @Test
  void aFrameBetweenTwoFullSearchesCostsAFractionOfOne() {
    PaintedFaces detector = detector(10, ANNE);
    Scene scene = new Scene().actor(ANNE, t -> at(300, 180));

    scene.play(EmotionTracker.of(detector), 4, RATE);

    long whole = (long) Scene.WIDTH * Scene.HEIGHT * 100;
    assertThat(detector.pixels).isLessThan(whole / 2);
  }

  @Test
  void searchingEveryFrameInFullGivesTheSamePeople() {
    Scene scene = new Scene().actor(ANNE, t -> at(bounce(t, 100, 60, 580), 180));
    PaintedFaces detector = detector(11, ANNE);

    Measures measures =
        scene.play(EmotionTracker.builder(detector).searchEvery(Duration.ZERO).build(), 4, RATE);

    assertThat(detector.pictures).isEqualTo(100);
    assertThat(measures.switches()).isZero();
    assertThat(measures.accuracy()).isGreaterThan(0.97);
  }

  @Test
  void twoRunsGiveTheSame() {
    Scene scene =
        new Scene()
            .actor(BERT, t -> at(60 + 100 * t, 170))
            .actor(ANNE, t -> at(580 - 100 * t, 180));
    List<List<TrackedFrame>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      EmotionTracker tracker = EmotionTracker.of(detector(12, ANNE, BERT));
      List<TrackedFrame> frames = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        frames.add(tracker.next(scene.frame(i / RATE), Duration.ofMillis(40L * i)));
      }
      runs.add(frames);
    }

    assertThat(runs.get(0)).isEqualTo(runs.get(1));
  }

  @Test
  void aLargeFaceIsReducedAndFoundInTheSamePlace() {
    int side = 200;
    PaintedFaces detector = new PaintedFaces(List.of(ANNE), SIDE, 0, 13);
    BufferedImage frame = new Scene().actor(ANNE, t -> new Place(310, 170, side)).frame(0);
    EmotionTracker tracker = EmotionTracker.of(detector);

    for (int i = 0; i < 5; i++) {
      TrackedFrame result = tracker.next(frame, Duration.ofMillis(40L * i));
      assertThat(result.faces()).hasSize(1);
      assertThat(result.faces().get(0).smoothed().region().x()).isBetween(208, 212);
      assertThat(result.faces().get(0).smoothed().region().width()).isBetween(196, 204);
    }
    assertThat(detector.pixels).isLessThan(5L * Scene.WIDTH * Scene.HEIGHT / 2);
  }
}
