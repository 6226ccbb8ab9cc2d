// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.tracking.TrackEvent;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import io.github.emotion4j.video.EmotionTimeline.Person;
import io.github.emotion4j.video.EmotionTimeline.Segment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmotionTimelineTest {

  private static Duration at(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private static TrackedFace face(int track, Emotion shown, double since) {
    Map<Emotion, Double> probabilities = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion, emotion == shown ? 0.7 : 0.05);
    }
    EmotionResult result = EmotionResult.of(FaceRegion.of(10, 20, 30, 40), 0.9, probabilities);
    return new TrackedFace(track, result, shown, at(since), Optional.of(result));
  }

  private static TrackedFrame frame(double seconds, List<TrackEvent> events, TrackedFace... faces) {
    return new TrackedFrame(at(seconds), List.of(faces), events, false);
  }

  /** One who is happy, then sad; another who comes later and stays surprised. */
  private static EmotionTimeline timeline() {
    EmotionTimeline.Builder builder = new EmotionTimeline.Builder();
    builder.add(frame(0, List.of(new TrackEvent.Began(1, at(0))), face(1, Emotion.ANGRY, 0)));
    builder.add(frame(0.1, List.of(), face(1, Emotion.HAPPY, 0))); // better known
    builder.add(frame(1, List.of(), face(1, Emotion.HAPPY, 0)));
    builder.add(
        frame(
            2,
            List.of(new TrackEvent.Began(2, at(2))),
            face(1, Emotion.HAPPY, 0),
            face(2, Emotion.SURPRISE, 2)));
    builder.add(
        frame(
            3.3,
            List.of(new TrackEvent.Changed(1, at(3), Emotion.HAPPY, Emotion.SAD)),
            face(1, Emotion.SAD, 3),
            face(2, Emotion.SURPRISE, 2)));
    builder.add(frame(4, List.of(), face(1, Emotion.SAD, 3)));
    builder.add(
        List.of(
            new TrackEvent.Ended(1, at(4), TrackEvent.Reason.FINISHED),
            new TrackEvent.Ended(2, at(3.3), TrackEvent.Reason.LOST)));
    return builder.build();
  }

  @Test
  void itSaysWhoShowedWhatAndWhen() {
    EmotionTimeline timeline = timeline();

    assertThat(timeline.frames()).isEqualTo(6);
    assertThat(timeline.ended()).isEqualTo(at(4));
    assertThat(timeline.people()).hasSize(2);
    Person first = timeline.people().get(0);
    assertThat(first.segments())
        .containsExactly(
            new Segment(Emotion.HAPPY, at(0), at(3)), new Segment(Emotion.SAD, at(3), at(4)));
    assertThat(first.changes()).isEqualTo(1);
    assertThat(first.dominantEmotion()).isEqualTo(Emotion.HAPPY);
    assertThat(first.shares().get(Emotion.HAPPY)).isCloseTo(0.75, within(1e-9));
    assertThat(first.shares().get(Emotion.SAD)).isCloseTo(0.25, within(1e-9));
    assertThat(first.shares().get(Emotion.FEAR)).isZero();
    assertThat(first.means().get(Emotion.HAPPY)).isCloseTo((3 * 0.7 + 3 * 0.05) / 6, within(1e-9));
    Person second = timeline.people().get(1);
    assertThat(second.began()).isEqualTo(at(2));
    assertThat(second.ended()).isEqualTo(at(3.3));
    assertThat(second.reason()).isEqualTo(TrackEvent.Reason.LOST);
    assertThat(second.shares().get(Emotion.SURPRISE)).isEqualTo(1);
  }

  @Test
  void whoIsSeenOnceShowsSomethingAllTheTime() {
    EmotionTimeline.Builder builder = new EmotionTimeline.Builder();
    builder.add(frame(1, List.of(new TrackEvent.Began(1, at(1))), face(1, Emotion.FEAR, 1)));

    Person person = builder.build().people().get(0);

    assertThat(person.dominantEmotion()).isEqualTo(Emotion.FEAR);
    assertThat(person.shares().get(Emotion.FEAR)).isEqualTo(1);
  }

  @Test
  void aCurveIsBoundedHoweverLongTheVideo() {
    EmotionTimeline.Builder builder = new EmotionTimeline.Builder();
    for (int i = 0; i < 20_000; i++) {
      builder.add(frame(i / 25.0, List.of(), face(1, Emotion.HAPPY, 0)));
    }

    Person person = builder.build().people().get(0);

    assertThat(person.curve()).hasSizeBetween(Person.MOST_SAMPLES / 2 - 1, Person.MOST_SAMPLES);
    assertThat(person.curve().get(0).at()).isLessThan(at(2));
    assertThat(person.curve().get(person.curve().size() - 1).at()).isGreaterThan(at(790));
    assertThat(person.curve().get(300).probabilities().get(Emotion.HAPPY))
        .isCloseTo(0.7, within(1e-6));
  }

  @Test
  void itIsWrittenAsCsvAndJsonLinesAndPicture(@TempDir Path folder) throws IOException {
    timeline().writeCsv(folder.resolve("t.csv"));
    timeline().writeJsonLines(folder.resolve("t.jsonl"));
    timeline().writePlot(folder.resolve("t.png"));

    assertThat(folder.resolve("t.csv"))
        .hasContent(
            """
            track,emotion,from,to
            1,happy,0.000,3.000
            1,sad,3.000,4.000
            2,surprise,2.000,3.300
            """);
    List<String> lines = Files.readAllLines(folder.resolve("t.jsonl"));
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("track").asInt()).isEqualTo(1);
    assertThat(first.get("dominant_emotion").asText()).isEqualTo("happy");
    assertThat(first.get("shares").get("happy").asDouble()).isCloseTo(75, within(1e-9));
    assertThat(first.get("segments")).hasSize(2);
    BufferedImage plot = ImageIO.read(folder.resolve("t.png").toFile());
    assertThat(plot.getWidth()).isEqualTo(1000);
    assertThat(plot.getHeight()).isEqualTo(560);
  }

  @Test
  void nobodyCantBeDrawn(@TempDir Path folder) {
    EmotionTimeline empty = new EmotionTimeline.Builder().build();

    assertThatThrownBy(() -> empty.writePlot(folder.resolve("t.png")))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("no face was found");
    assertThatThrownBy(() -> timeline().writeCsv(folder))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("Can't write");
  }
}
