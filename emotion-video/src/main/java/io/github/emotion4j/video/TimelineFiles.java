// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.djl.internal.io.AtomicFile;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.video.EmotionTimeline.Person;
import io.github.emotion4j.video.EmotionTimeline.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Writes timelines as text. */
final class TimelineFiles {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TimelineFiles() {}

  static void writeCsv(EmotionTimeline timeline, Path file) {
    StringBuilder text = new StringBuilder("track,emotion,from,to\n");
    for (Person person : timeline.people()) {
      for (Segment segment : person.segments()) {
        text.append(person.track()).append(',').append(segment.emotion()).append(',');
        text.append(seconds(segment.from())).append(',');
        text.append(seconds(segment.to())).append('\n');
      }
    }
    write(file, text);
  }

  static void writeJsonLines(EmotionTimeline timeline, Path file) {
    StringBuilder text = new StringBuilder();
    for (Person person : timeline.people()) {
      ObjectNode line = JSON.createObjectNode();
      line.put("track", person.track());
      line.put("from", number(person.began()));
      line.put("to", number(person.ended()));
      line.put("ended", person.reason().name().toLowerCase(Locale.ROOT));
      line.put("dominant_emotion", person.dominantEmotion().label());
      line.set("shares", percentages(person.shares()));
      line.set("emotion", percentages(person.means()));
      ArrayNode segments = line.putArray("segments");
      for (Segment segment : person.segments()) {
        segments
            .addObject()
            .put("emotion", segment.emotion().label())
            .put("from", number(segment.from()))
            .put("to", number(segment.to()));
      }
      text.append(line).append('\n');
    }
    write(file, text);
  }

  private static ObjectNode percentages(Map<Emotion, Double> shares) {
    ObjectNode node = JSON.createObjectNode();
    shares.forEach((emotion, share) -> node.put(emotion.label(), 100 * share));
    return node;
  }

  /** A time in seconds, to the millisecond. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", number(time));
  }

  private static double number(Duration time) {
    return Math.round(time.toNanos() / 1e6) / 1e3;
  }

  private static void write(Path file, StringBuilder text) {
    try {
      AtomicFile.write(file, stream -> stream.write(text.toString().getBytes(UTF_8)));
    } catch (IOException e) {
      throw new VideoException("Can't write " + file + ": " + FileFailure.describe(e), e);
    }
  }
}
