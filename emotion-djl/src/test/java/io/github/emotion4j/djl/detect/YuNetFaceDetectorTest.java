// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.DetectedFace;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.Eyes;
import io.github.emotion4j.FaceDetector;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ModelException;
import io.github.emotion4j.djl.Shared;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YuNetFaceDetectorTest implements FaceDetectorContract {

  private static final int LEAST_FACE = 32;

  @Override
  public FaceDetector newDetector() {
    // Where the tests hardly get a processor, a call waits longer than anybody else would.
    return YuNetFaceDetector.builder(model()).maxWait(Duration.ofMinutes(5)).build();
  }

  @Override
  public BufferedImage pictureWithFaces() {
    return photo("multi_face.jpg");
  }

  @ParameterizedTest
  @CsvSource({
    "alpha.png,1",
    "img1.jpg,1",
    "img2.jpg,1",
    "img4.jpg,1",
    "img5.jpg,1",
    "img6.jpg,1",
    "img10.jpg,1",
    "single_face.jpg,1",
    "couple.jpg,2",
    "multi_face.jpg,5",
    "selfie-many-people.jpg,6",
    "no_face.jpg,0"
  })
  void everyFaceOfAPhotoIsFound(String name, int faces) {
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.detect(photo(name))).hasSize(faces);
    }
  }

  @Test
  void aCrowdIsFound() {
    try (FaceDetector detector = newDetector()) {
      assertThat(detector.detect(photo("largest_selfie.jpg")))
          .filteredOn(face -> face.region().width() >= LEAST_FACE)
          .hasSizeGreaterThanOrEqualTo(29);
    }
  }

  @Test
  void eyesAreNamedByThePersonsOwnSides() {
    DetectedFace face = only(photo("single_face.jpg"), YuNetFaceDetector.builder(model()));

    Eyes eyes = face.region().eyes().orElseThrow();
    FaceRegion box = face.region();
    assertThat(eyes.left().x()).isGreaterThan(eyes.right().x());
    assertThat(eyes.right().x()).isGreaterThan(box.x());
    assertThat(eyes.left().x()).isLessThan(box.x() + box.width());
    assertThat(eyes.left().y()).isBetween((double) box.y(), box.y() + box.height() / 2.0);
  }

  @Test
  void facesOfAReducedPictureAreInPixelsOfTheGivenOne() {
    BufferedImage picture = photo("img4.jpg");

    FaceRegion large = only(picture, YuNetFaceDetector.builder(model()).maxSide(1280)).region();
    FaceRegion small = only(picture, YuNetFaceDetector.builder(model()).maxSide(320)).region();

    assertThat(large.overlap(small)).isGreaterThan(0.85);
    assertThat(small.eyes().orElseThrow().left().x())
        .isBetween((double) small.x(), (double) small.x() + small.width());
  }

  @Test
  void aFaceOf48PixelsThatFillsItsPictureIsFound() {
    BufferedImage photo = photo("single_face.jpg");
    BufferedImage face = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = face.createGraphics();
    graphics.drawImage(photo.getSubimage(160, 120, 250, 220), 0, 0, 48, 48, null);
    graphics.dispose();

    FaceRegion region = only(face, YuNetFaceDetector.builder(model())).region();

    assertThat(region.overlap(FaceRegion.of(0, 0, 48, 48))).isGreaterThan(0.4);
  }

  @Test
  void aHigherScoreThresholdLeavesTheSurerFaces() {
    BufferedImage picture = photo("selfie-many-people.jpg");
    try (FaceDetector detector =
        YuNetFaceDetector.builder(model()).minFaceConfidence(0.9).build()) {
      List<DetectedFace> faces = detector.detect(picture);

      assertThat(faces).hasSizeBetween(1, 5).allMatch(face -> face.confidence() >= 0.9);
    }
  }

  @Test
  void aMissingModelIsNamed(@TempDir Path folder) {
    Path missing = folder.resolve("nowhere.onnx");

    assertThatThrownBy(() -> YuNetFaceDetector.load(missing))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nowhere.onnx");
  }

  @Test
  void aBrokenModelIsNamed(@TempDir Path folder) throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.onnx"), "This is no network.");

    assertThatThrownBy(() -> YuNetFaceDetector.load(broken))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("broken.onnx");
  }

  @Test
  void anEmptyModelIsNamed(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.onnx"));

    assertThatThrownBy(() -> YuNetFaceDetector.load(empty))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("empty.onnx");
  }

  @Test
  void aNetworkOfAnotherKindIsRefused() {
    Path other = Shared.file("models/ultranet_rfb_320.onnx");

    assertThatThrownBy(() -> YuNetFaceDetector.load(other))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ultranet_rfb_320.onnx");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void thresholdsOutOfRangeAreNamed(double value) {
    YuNetFaceDetector.Builder builder = YuNetFaceDetector.builder(Path.of("yunet.onnx"));

    assertThatThrownBy(() -> builder.minFaceConfidence(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("minFaceConfidence", String.valueOf(value));
    assertThatThrownBy(() -> builder.nmsThreshold(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("nmsThreshold", String.valueOf(value));
  }

  @Test
  void aCallThatWaitsTooLongSaysHowToWaitLonger() throws Exception {
    BufferedImage large = new BufferedImage(1280, 1280, BufferedImage.TYPE_3BYTE_BGR);
    int callers = 8 * Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Throwable> failures = new ArrayList<>();
    try (YuNetFaceDetector detector =
        YuNetFaceDetector.builder(model()).maxWait(Duration.ofMillis(1)).build()) {
      for (var call :
          threads.invokeAll(Collections.nCopies(callers, () -> detector.detect(large)))) {
        try {
          call.get();
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    } finally {
      threads.shutdown();
    }

    assertThat(failures)
        .isNotEmpty()
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(DetectorBusyException.class)
                    .hasMessageContainingAll("busy for PT0.001S", "maxWait"));
  }

  @Test
  void aWaitThatIsNotPositiveIsRefused() {
    assertThatThrownBy(() -> YuNetFaceDetector.builder(Path.of("x")).maxWait(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  @Test
  void aMaxSideBelow32IsRefused() {
    YuNetFaceDetector.Builder builder = YuNetFaceDetector.builder(Path.of("yunet.onnx"));

    assertThatThrownBy(() -> builder.maxSide(31))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxSide", "31");
  }

  private static DetectedFace only(BufferedImage picture, YuNetFaceDetector.Builder builder) {
    try (FaceDetector detector = builder.build()) {
      List<DetectedFace> faces = detector.detect(picture);
      assertThat(faces).hasSize(1);
      return faces.get(0);
    }
  }

  private static Path model() {
    return Shared.file("models/yunet_n_640_640.onnx");
  }

  private static BufferedImage photo(String name) {
    try {
      return ImageIO.read(Shared.file("data/photos/" + name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
