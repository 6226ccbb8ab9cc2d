// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.tracking.EmotionTracker;
import io.github.emotion4j.tracking.TrackedFace;
import io.github.emotion4j.tracking.TrackedFrame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, with the real detector, on clips made of the sample pictures. */
class VideoAnalyzerTest {

  private static final Color NO_TINT = new Color(0, 0, 0, 0);
  private static final Color WARM = new Color(200, 90, 30, 60);
  private static final Color COOL = new Color(30, 60, 160, 90);

  @TempDir private static Path folder;
  private static EmotionDetector detector;
  private static Path happyThenAngry;

  @BeforeAll
  static void createDetector() {
    detector = EmotionDetector.create();
    BufferedImage happy = Clips.sample("happy");
    BufferedImage angry = Clips.sample("angry");
    happyThenAngry =
        Clips.write(
            folder.resolve("face.mp4"),
            50,
            t -> {
              BufferedImage image = Clips.background(320, 240, Math.round(1000 * t));
              Clips.draw(image, t < 1 ? happy : angry, NO_TINT, 130 + 20 * t, 120, 130);
              return image;
            });
  }

  @AfterAll
  static void closeDetector() {
    detector.close();
  }

  @Test
  void oneFaceIsOnePersonWhoseChangeIsSeen() {
    EmotionTimeline timeline = VideoAnalyzer.of(detector).analyze(VideoSource.of(happyThenAngry));

    assertThat(timeline.frames()).isEqualTo(50);
    assertThat(timeline.people()).hasSize(1);
    EmotionTimeline.Person person = timeline.people().get(0);
    assertThat(person.track()).isEqualTo(1);
    assertThat(person.began()).isEqualTo(Duration.ZERO);
    assertThat(person.segments().get(0).emotion()).isEqualTo(Emotion.HAPPY);
    assertThat(person.segments()).hasSize(2);
    assertThat(person.segments().get(1).from())
        .isBetween(Duration.ofMillis(1000), Duration.ofMillis(1400));
  }

  @Test
  void twoRunsGiveTheSame() {
    List<EmotionTimeline> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      runs.add(VideoAnalyzer.of(detector).analyze(VideoSource.of(happyThenAngry)));
    }

    EmotionTimeline.Person first = runs.get(0).people().get(0);
    EmotionTimeline.Person second = runs.get(1).people().get(0);
    assertThat(second.segments()).isEqualTo(first.segments());
    // The last bits of PyTorch's sums depend on how many threads shared them.
    for (Emotion emotion : Emotion.values()) {
      assertThat(second.means().get(emotion))
          .isCloseTo(first.means().get(emotion), org.assertj.core.api.Assertions.within(1e-3));
    }
  }

  @Test
  void everyFrameIsHandedOnAndWritten() throws IOException {
    Path csv = folder.resolve("new/folder/frames.csv");
    Path lines = folder.resolve("frames.jsonl");
    Path video = folder.resolve("annotated.mp4");
    VideoAnalyzer analyzer =
        VideoAnalyzer.builder(detector).reading(reader -> reader.every(5)).build();
    List<AnnotatedVideo> annotated = new ArrayList<>();
    try (FrameLog csvLog = FrameLog.csv(csv);
        FrameLog jsonLog = FrameLog.jsonLines(lines)) {
      analyzer.analyze(
          VideoSource.of(happyThenAngry),
          frame -> {
            if (annotated.isEmpty()) {
              annotated.add(AnnotatedVideo.create(video, frame.video(), 5));
            }
            csvLog.write(frame.result());
            jsonLog.write(frame.result());
            annotated.get(0).write(frame.image(), frame.result());
          });
    } finally {
      annotated.forEach(AnnotatedVideo::close);
    }

    List<String> rows = Files.readAllLines(csv);
    assertThat(rows).hasSize(11);
    assertThat(rows.get(0)).startsWith("seconds,track,emotion,x,y,").endsWith(",raw_neutral");
    assertThat(rows.get(1)).startsWith("0.000,1,happy,");
    assertThat(rows.get(2)).startsWith("0.200,1,happy,");
    assertThat(rows.get(10).split(",", -1)).hasSameSizeAs(rows.get(0).split(",", -1));
    List<String> json = Files.readAllLines(lines);
    assertThat(json).hasSize(10);
    JsonNode line = new ObjectMapper().readTree(json.get(0));
    assertThat(line.get("events").get(0).get("event").asText()).isEqualTo("began");
    assertThat(line.get("faces").get(0).get("track").asInt()).isEqualTo(1);
    assertThat(line.get("faces").get(0).get("dominant_emotion").asText()).isEqualTo("happy");
    try (VideoReader reader = VideoReader.open(VideoSource.of(video))) {
      VideoFrame first = reader.next().orElseThrow();
      assertThat(first.image().getWidth()).isEqualTo(320);
      int frames = 1;
      while (reader.next().isPresent()) {
        frames++;
      }
      assertThat(frames).isEqualTo(10);
      assertThat(yellowPixels(first.image())).isGreaterThan(100);
    }
  }

  private static int yellowPixels(BufferedImage image) {
    int yellow = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        Color colour = new Color(image.getRGB(x, y));
        yellow +=
            colour.getRed() > 180 && colour.getGreen() > 150 && colour.getBlue() < 130 ? 1 : 0;
      }
    }
    return yellow;
  }

  @Test
  void framesCanBeReadAsAStreamThatIsClosedEarly() {
    try (Stream<AnalyzedFrame> frames =
        VideoAnalyzer.of(detector).frames(VideoSource.of(happyThenAngry))) {
      List<AnalyzedFrame> some = frames.limit(3).toList();

      assertThat(some).hasSize(3);
      assertThat(some.get(2).result().timestamp()).isEqualTo(Duration.ofMillis(80));
      assertThat(some.get(2).result().faces()).hasSize(1);
    }
  }

  @Test
  void whatWasAnalyzedBeforeAFailureIsKept() throws IOException {
    byte[] bytes = Files.readAllBytes(happyThenAngry);
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

    VideoException failure =
        catchThrowableOfType(
            VideoException.class, () -> VideoAnalyzer.of(detector).analyze(VideoSource.of(cut)));

    assertThat(failure).hasMessageContaining("cut.mp4 is cut off or broken");
    EmotionTimeline timeline = failure.timeline().orElseThrow();
    assertThat(timeline.frames()).isGreaterThan(10);
    assertThat(timeline.people()).hasSize(1);
  }

  @Test
  void whatTheReceiverThrowsEndsTheAnalysis() {
    AtomicInteger frames = new AtomicInteger();

    assertThatThrownBy(
            () ->
                VideoAnalyzer.of(detector)
                    .analyze(
                        VideoSource.of(happyThenAngry),
                        frame -> {
                          frames.incrementAndGet();
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");
    assertThat(frames).hasValue(1);
  }

  @Test
  void anAnnotatedVideoThatCantBeWrittenIsNamed() throws IOException {
    VideoInfo info = new VideoInfo(64, 48, 25, Optional.empty());
    Path target = Files.createDirectory(folder.resolve("taken.mp4"));
    Path below = Files.createFile(folder.resolve("file")).resolve("a.mp4");

    assertThatThrownBy(() -> AnnotatedVideo.create(target, info, 25))
        .isInstanceOf(VideoException.class)
        .hasMessage("Can't write the video " + target + ": it is a folder");
    assertThatThrownBy(() -> AnnotatedVideo.create(below, info, 25))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("Can't write the video " + below);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "a.gif", "a", "none/a.png"})
  void anAnnotatedVideoOfAnotherNameIsRefusedAndLeavesNoFile(String name) {
    VideoInfo info = new VideoInfo(64, 48, 25, Optional.empty());

    assertThatThrownBy(() -> AnnotatedVideo.create(folder.resolve(name), info, 25))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(".mp4, .mkv, .avi", name);
    assertThat(folder.resolve(name)).doesNotExist();
  }

  @Test
  void anAnnotatedVideoReplacesWhatIsThereOnlyOnceItIsWhole() throws IOException {
    VideoInfo info = new VideoInfo(64, 48, 25, Optional.empty());
    Path file = Files.writeString(folder.resolve("a.mp4"), "before");

    AnnotatedVideo video = AnnotatedVideo.create(file, info, 25);
    assertThat(file).hasContent("before");
    video.close();

    assertThat(Files.readAllBytes(file))
        .containsSequence("ftyp".getBytes(StandardCharsets.US_ASCII));
    assertThat(folder).isDirectoryNotContaining("glob:**.part.mp4");
  }

  @Test
  void theFolderOfAnAnnotatedVideoIsMade() {
    VideoInfo info = new VideoInfo(64, 48, 25, Optional.empty());
    Path file = folder.resolve("none/a.mp4");

    AnnotatedVideo.create(file, info, 25).close();

    assertThat(file).exists();
  }

  /** Faces of the sample pictures that cross: at most one in ten may change numbers. */
  @Test
  void facesThatCrossKeepTheirNumbers() {
    BufferedImage happy = Clips.sample("happy");
    BufferedImage sad = Clips.sample("sad");
    int switches = 0;
    for (int trial = 0; trial < 4; trial++) {
      EmotionTracker tracker = EmotionTracker.of(detector);
      double speed = 120 + 40 * trial;
      int left = 0;
      int right = 0;
      double seconds = 340 / speed;
      for (int i = 0; i <= 25 * seconds; i++) {
        double t = i / 25.0;
        BufferedImage image = Clips.background(480, 240, i);
        Clips.draw(image, sad, COOL, 70 + speed * t, 115, 100);
        Clips.draw(image, happy, WARM, 410 - speed * t, 125, 100);
        TrackedFrame result = tracker.next(image, Duration.ofMillis(40L * i));
        if (i == 5) {
          left = nearest(result, 70 + speed * t);
          right = nearest(result, 410 - speed * t);
          assertThat(left).isNotEqualTo(right);
        }
        if (i == (int) (25 * seconds)) {
          boolean kept =
              nearest(result, 70 + speed * t) == left && nearest(result, 410 - speed * t) == right;
          switches += kept ? 0 : 1;
        }
      }
    }

    assertThat(switches).as("of 4 crossings").isZero();
  }

  private static int nearest(TrackedFrame frame, double x) {
    TrackedFace best = null;
    double least = Double.POSITIVE_INFINITY;
    for (TrackedFace face : frame.faces()) {
      FaceRegion region = face.smoothed().region();
      double away = Math.abs(region.x() + region.width() / 2.0 - x);
      if (away < least) {
        least = away;
        best = face;
      }
    }
    assertThat(least).as("pixels to the nearest face").isLessThan(40);
    return best == null ? 0 : best.track();
  }

  @Test
  void thePersonInTheSharedVideoIsOnePerson() {
    Path file =
        Path.of(System.getProperty("emotion4j.shared", "../../shared"))
            .resolve("data/photos/single_face.mp4");
    Assumptions.assumeTrue(Files.exists(file), () -> "Skipped: needs " + file);

    EmotionTimeline timeline = VideoAnalyzer.of(detector).analyze(VideoSource.of(file));

    assertThat(timeline.frames()).isEqualTo(72);
    assertThat(timeline.people()).hasSize(1);
    assertThat(timeline.people().get(0).began()).isEqualTo(Duration.ZERO);
    assertThat(timeline.people().get(0).ended()).isEqualTo(timeline.ended());
  }
}
