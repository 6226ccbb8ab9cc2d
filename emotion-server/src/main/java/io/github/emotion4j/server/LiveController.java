// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import io.github.emotion4j.spring.EmotionProperties;
import io.github.emotion4j.tracking.EmotionTracker;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import jakarta.servlet.http.HttpServletRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /live/SESSION}: the next frame of a camera; faces keep their numbers, and emotions
 * are smoothed. The client chooses the session's name, and sends a frame when the last one is
 * answered. A session is forgotten half a minute after its last frame.
 */
@RestController
final class LiveController {

  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9-]{16,64}");
  private static final int MOST_SESSIONS = 256;
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(30);

  private final PictureRequestReader reader;
  private final Analyses analyses;
  private final EmotionDetector detector;
  private final ImageDecoder decoder;
  private final Cache<String, Session> sessions =
      Caffeine.newBuilder().maximumSize(MOST_SESSIONS).expireAfterAccess(FORGOTTEN_AFTER).build();

  LiveController(
      PictureRequestReader reader,
      Analyses analyses,
      EmotionDetector detector,
      EmotionProperties settings) {
    this.reader = reader;
    this.analyses = analyses;
    this.detector = detector;
    this.decoder = ImageDecoder.builder().maxPixels(settings.limits().maxPixels()).build();
  }

  @PostMapping(
      path = "/live/{session}",
      consumes = {"image/*", "application/octet-stream"})
  Map<String, Object> next(@PathVariable("session") String name, HttpServletRequest request)
      throws IOException {
    if (!SESSION.matcher(name).matches()) {
      throw PictureRequestReader.bad("A session's name has 16 to 64 letters, digits and hyphens");
    }
    byte[] frame = reader.body(request);
    Session session = sessions.get(name, unused -> new Session(EmotionTracker.of(detector)));
    return analyses.admitted(() -> describe(session.next(decoder.decode(ImageSource.of(frame)))));
  }

  /** The frames of one camera, one at a time. */
  private static final class Session {

    private final EmotionTracker tracker;
    private final long began = System.nanoTime();

    Session(EmotionTracker tracker) {
      this.tracker = tracker;
    }

    synchronized TrackedFrame next(BufferedImage frame) {
      return tracker.next(frame, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static Map<String, Object> describe(TrackedFrame frame) {
    List<Map<String, Object>> faces = frame.faces().stream().map(LiveController::describe).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("seconds", frame.seconds());
    answer.put("faces", faces);
    return answer;
  }

  private static Map<String, Object> describe(TrackedFace face) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("track", face.track());
    answer.put("shown_emotion", face.emotion().label());
    answer.put("shown_since", face.since().toNanos() / 1e9);
    answer.put("face", face.smoothed());
    return answer;
  }
}
