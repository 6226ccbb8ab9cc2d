// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.AnalysisObserver;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import io.github.emotion4j.NoFaceException;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class AnalysisObserverTest {

  private final Notes notes = new Notes();

  /** Writes down what it is told. */
  private static final class Notes implements AnalysisObserver {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void began(Stage stage) {
      lines.add("+" + stage);
    }

    @Override
    public void ended(Stage stage, Duration time) {
      assertThat(time).isPositive();
      lines.add("-" + stage);
    }

    @Override
    public void analyzed(int faces) {
      lines.add(faces + " faces");
    }

    @Override
    public void failed(EmotionException cause) {
      lines.add(cause.code());
    }
  }

  private EmotionDetector detector(boolean requireFace) {
    return DjlEmotionDetector.builder().requireFace(requireFace).observer(notes).build();
  }

  @Test
  void everyStageOfAPictureIsToldInItsOrder() {
    try (EmotionDetector detector = detector(false)) {
      detector.analyze(Samples.picture("happy.png"));
    }

    assertThat(notes.lines)
        .containsExactly(
            "+READ",
            "-READ",
            "+WAIT",
            "-WAIT",
            "+DECODE",
            "-DECODE",
            "+DETECT",
            "-DETECT",
            "+CLASSIFY",
            "-CLASSIFY",
            "1 faces");
  }

  @Test
  void aFailureEndsTheStageThatItHappensInAndTellsItsKind() {
    try (EmotionDetector detector = detector(true)) {
      assertThatThrownBy(() -> detector.analyze(new byte[] {1, 2, 3}))
          .isInstanceOf(InvalidImageException.class);
      BufferedImage blank = new BufferedImage(48, 48, BufferedImage.TYPE_3BYTE_BGR);
      assertThatThrownBy(() -> detector.analyze(blank)).isInstanceOf(NoFaceException.class);
    }

    assertThat(notes.lines)
        .containsExactly(
            "+READ",
            "-READ",
            "+WAIT",
            "-WAIT",
            "+DECODE",
            "-DECODE",
            "invalid_image", //
            "+READ",
            "-READ",
            "+WAIT",
            "-WAIT",
            "+DECODE",
            "-DECODE",
            "+DETECT",
            "-DETECT",
            "no_face");
  }

  @Test
  void whatIsNoExceptionOfOursIsToldAsOne() {
    FaceDetector broken =
        new FaceDetector() {
          @Override
          public List<io.github.emotion4j.DetectedFace> detect(BufferedImage image) {
            throw new IllegalStateException("broken");
          }

          @Override
          public String name() {
            throw new IllegalStateException("nameless, too");
          }
        };
    try (EmotionDetector detector =
        DjlEmotionDetector.builder().faceDetector(broken).observer(notes).build()) {
      assertThatThrownBy(() -> detector.analyze(Samples.picture("happy.png")))
          .isInstanceOf(EmotionException.class);
    }

    assertThat(notes.lines).endsWith("-DETECT", "failed");
  }

  @Test
  void eachPictureOfABatchIsTold() {
    try (EmotionDetector detector = detector(false)) {
      detector.analyzeAll(
          List.of(
              ImageSource.of(Samples.picture("happy.png")),
              ImageSource.of(new byte[] {1, 2, 3}),
              ImageSource.of(Samples.picture("sheet.png"))));
    }

    assertThat(notes.lines.stream().filter(line -> !line.matches("[+-].*")))
        .containsExactly("1 faces", "invalid_image", "7 faces");
    assertThat(notes.lines.stream().filter(line -> line.startsWith("+")).count())
        .isEqualTo(notes.lines.stream().filter(line -> line.startsWith("-")).count());
  }
}
