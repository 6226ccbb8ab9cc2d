// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.djl.internal.io.FileFailure;
import io.github.emotion4j.djl.json.EmotionJsonModule;
import io.github.emotion4j.tracking.TrackEvent;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * A file that grows frame by frame. What was written stays, whatever happens later.
 *
 * <p>As CSV: a row a face and frame. As JSON Lines: a line a frame, its faces in the shape of
 * DeepFace. Either has the smoothed place and probabilities, and the raw ones beside.
 */
public final class FrameLog implements AutoCloseable {

  private static final ObjectMapper JSON =
      new ObjectMapper().registerModule(new EmotionJsonModule());

  private final Path file;
  private final BufferedWriter writer;
  private final Function<TrackedFrame, String> format;

  private FrameLog(Path file, String header, Function<TrackedFrame, String> format) {
    this.file = file;
    this.format = format;
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      writer = Files.newBufferedWriter(file, UTF_8);
      writer.write(header);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Begins a CSV file, with the columns {@code
   * seconds,track,emotion,x,y,width,height,face_confidence,face_quality}, the probability of each
   * emotion, and the raw ones with {@code raw_} before their names, which are empty where the face
   * was not found for a moment.
   *
   * @param file replaced where it is there
   * @return the log; close it
   * @throws VideoException if it can't be written
   */
  public static FrameLog csv(Path file) {
    StringJoiner header = new StringJoiner(",", "", "\n");
    header.add("seconds,track,emotion,x,y,width,height,face_confidence,face_quality");
    for (String prefix : new String[] {"", "raw_"}) {
      for (Emotion emotion : Emotion.values()) {
        header.add(prefix + emotion.label());
      }
    }
    return new FrameLog(file, header.toString(), FrameLog::rows);
  }

  /**
   * Begins a file of JSON Lines.
   *
   * @param file replaced where it is there
   * @return the log; close it
   * @throws VideoException if it can't be written
   */
  public static FrameLog jsonLines(Path file) {
    return new FrameLog(file, "", FrameLog::line);
  }

  /**
   * Writes a frame.
   *
   * @param frame what the tracker made of it
   * @throws VideoException if it can't be written
   */
  public void write(TrackedFrame frame) {
    try {
      writer.write(format.apply(frame));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static String rows(TrackedFrame frame) {
    StringBuilder rows = new StringBuilder();
    for (TrackedFace face : frame.faces()) {
      StringJoiner row = new StringJoiner(",", "", "\n");
      FaceRegion region = face.smoothed().region();
      row.add(TimelineFiles.seconds(frame.timestamp())).add(Integer.toString(face.track()));
      row.add(face.emotion().label());
      row.add(region.x() + "," + region.y() + "," + region.width() + "," + region.height());
      row.add(decimal(face.smoothed().faceConfidence()));
      row.add(
          face.smoothed().faceQuality().isPresent()
              ? decimal(face.smoothed().faceQuality().getAsDouble())
              : "");
      for (Emotion emotion : Emotion.values()) {
        row.add(decimal(face.smoothed().probability(emotion)));
      }
      for (Emotion emotion : Emotion.values()) {
        row.add(face.reading().map(reading -> decimal(reading.probability(emotion))).orElse(""));
      }
      rows.append(row);
    }
    return rows.toString();
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String line(TrackedFrame frame) {
    ObjectNode line = JSON.createObjectNode();
    line.put("seconds", frame.seconds());
    if (frame.cut()) {
      line.put("cut", true);
    }
    for (TrackedFace face : frame.faces()) {
      ObjectNode node = line.withArray("faces").addObject();
      node.put("track", face.track());
      node.put("shown", face.emotion().label());
      node.put("since", face.since().toNanos() / 1e9);
      node.setAll((ObjectNode) JSON.valueToTree(face.smoothed()));
      face.reading().map(FrameLog::tree).ifPresent(reading -> node.set("reading", reading));
    }
    for (TrackEvent event : frame.events()) {
      ObjectNode node = line.withArray("events").addObject();
      node.put("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
      node.put("track", event.track()).put("at", event.at().toNanos() / 1e9);
      if (event instanceof TrackEvent.Changed change) {
        node.put("from", change.from().label()).put("to", change.to().label());
      } else if (event instanceof TrackEvent.Ended end) {
        node.put("reason", end.reason().name().toLowerCase(Locale.ROOT));
      }
    }
    return line + "\n";
  }

  private static ObjectNode tree(EmotionResult result) {
    return JSON.valueToTree(result);
  }

  private VideoException failure(IOException cause) {
    return new VideoException("Can't write " + file + ": " + FileFailure.describe(cause), cause);
  }

  /** Ends the file. Closing twice is harmless. */
  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
