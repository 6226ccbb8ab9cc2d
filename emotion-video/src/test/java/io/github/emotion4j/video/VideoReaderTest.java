// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.EmotionException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoReaderTest {

  @TempDir private static Path folder;
  private static Path clip;

  @BeforeAll
  static void writeClip() {
    clip = Clips.write(folder.resolve("clip.mp4"), 50, Clips::quarters);
  }

  private static List<VideoFrame> all(VideoReader.Builder builder) {
    List<VideoFrame> frames = new ArrayList<>();
    try (VideoReader reader = builder.open()) {
      for (Optional<VideoFrame> it = reader.next(); it.isPresent(); it = reader.next()) {
        frames.add(it.get());
      }
    }
    return frames;
  }

  private static VideoReader.Builder reading(Path file) {
    return VideoReader.builder(VideoSource.of(file));
  }

  private static List<Long> millis(List<VideoFrame> frames) {
    return frames.stream().map(frame -> Math.round(frame.timestamp().toNanos() / 1e6)).toList();
  }

  private static void assertColour(BufferedImage image, double x, double y, Color colour) {
    Color actual =
        new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
    assertThat(new double[] {actual.getRed(), actual.getGreen(), actual.getBlue()})
        .containsExactly(
            new double[] {colour.getRed(), colour.getGreen(), colour.getBlue()}, within(30.0));
  }

  @Test
  void allFramesComeInOrderWithTheirTimesAndColours() {
    List<VideoFrame> frames = all(reading(clip));

    assertThat(frames).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(millis(frames).get(i)).isEqualTo(40L * i);
    }
    BufferedImage image = frames.get(20).image();
    assertThat(image.getWidth()).isEqualTo(Clips.WIDTH);
    assertThat(image.getHeight()).isEqualTo(Clips.HEIGHT);
    assertColour(image, 0.25, 0.25, Color.RED);
    assertColour(image, 0.75, 0.25, Color.GREEN);
    assertColour(image, 0.25, 0.75, Color.BLUE);
    assertColour(image, 0.75, 0.75, Color.WHITE);
  }

  @Test
  void aVideoSaysHowLargeAndLongItIs() {
    try (VideoReader reader = VideoReader.open(VideoSource.of(clip))) {
      assertThat(reader.info().width()).isEqualTo(Clips.WIDTH);
      assertThat(reader.info().height()).isEqualTo(Clips.HEIGHT);
      assertThat(reader.info().duration().orElseThrow())
          .isBetween(Duration.ofMillis(1900), Duration.ofMillis(2100));
    }
  }

  /** As phones write it: in the matrix of the track's header (ISO/IEC 14496-12, 8.3.2). */
  @ParameterizedTest(name = "{0} degrees clockwise")
  @CsvSource({"90, 0, 1, -1, 0", "180, -1, 0, 0, -1", "270, 0, -1, 1, 0"})
  void aVideoThatIsToBeTurnedIsUpright(int degrees, int a, int b, int c, int d) throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    int header = indexOf(bytes, "tkhd");
    int matrix = header + 4 + 40; // version 0
    int[] values = {a, b, 0, c, d};
    for (int i = 0; i < values.length; i++) {
      int value = values[i] << 16;
      for (int k = 0; k < 4; k++) {
        bytes[matrix + 4 * i + k] = (byte) (value >> (24 - 8 * k));
      }
    }
    Path turned = Files.write(folder.resolve("turned" + degrees + ".mp4"), bytes);

    BufferedImage image = all(reading(turned)).get(10).image();

    boolean portrait = degrees != 180;
    assertThat(image.getWidth()).isEqualTo(portrait ? Clips.HEIGHT : Clips.WIDTH);
    assertThat(image.getHeight()).isEqualTo(portrait ? Clips.WIDTH : Clips.HEIGHT);
    // Turned clockwise by 90 degrees, what was at the lower left comes to the upper left.
    Color upperLeft = degrees == 90 ? Color.BLUE : degrees == 180 ? Color.WHITE : Color.GREEN;
    Color upperRight = degrees == 90 ? Color.RED : degrees == 180 ? Color.BLUE : Color.WHITE;
    assertColour(image, 0.25, 0.25, upperLeft);
    assertColour(image, 0.75, 0.25, upperRight);
  }

  private static int indexOf(byte[] bytes, String name) {
    for (int i = 0; i < bytes.length - 4; i++) {
      if (new String(bytes, i, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("No " + name);
  }

  @Test
  void framesAtIrregularTimesKeepThem() {
    double[] times = {0, 0.04, 0.5, 0.51, 0.6, 1.4, 1.45};
    Path file =
        Clips.write(folder.resolve("irregular.mkv"), times.length, i -> times[i], Clips::quarters);

    assertThat(millis(all(reading(file)))).containsExactly(0L, 40L, 500L, 510L, 600L, 1400L, 1450L);
  }

  @Test
  void oneFrameInSoManyIsTaken() {
    assertThat(millis(all(reading(clip).every(20)))).containsExactly(0L, 800L, 1600L);
  }

  @ParameterizedTest(name = "{0} frames a second")
  @CsvSource({"5, 10", "10, 20", "12.5, 25", "25, 50", "100, 50"})
  void soManyFramesASecondAreTaken(double rate, int frames) {
    assertThat(all(reading(clip).framesASecond(rate))).hasSize(frames);
  }

  @Test
  void aPartOfAVideoIsReadWithItsOwnTimes() {
    List<VideoFrame> part =
        all(reading(clip).from(Duration.ofMillis(800)).to(Duration.ofMillis(1200)));

    assertThat(millis(part))
        .containsExactly(800L, 840L, 880L, 920L, 960L, 1000L, 1040L, 1080L, 1120L, 1160L);
  }

  @Test
  void aVideoThatIsCutOffGivesItsFramesAndThenSaysSo() throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    List<VideoFrame> frames = new ArrayList<>();

    try (VideoReader reader = VideoReader.open(VideoSource.of(cut))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  frames.add(reader.next().orElseThrow());
                }
              })
          .isInstanceOf(VideoException.class)
          .hasMessageContaining("cut.mp4 is cut off or broken: it can be read up to")
          .hasMessageContaining(" s of 1.9");
    }
    assertThat(frames).hasSizeBetween(15, 35);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no video at all, but some text", "\u0000\u0000\u0000\u0018ftypmp42"})
  void whatIsNoVideoIsNamed(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("novideo.mp4"), content);

    assertThatThrownBy(() -> VideoReader.open(VideoSource.of(file)))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("novideo.mp4 can't be opened: it is broken, or nothing that FFmpeg");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> VideoReader.open(VideoSource.of(folder.resolve("missing.mp4"))))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("missing.mp4 can't be opened: there is no such file");
    assertThatThrownBy(() -> VideoReader.open(VideoSource.of(folder)))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("can't be opened: it is a folder");
  }

  @Test
  void aVideoThatWouldEndBeforeItBeginsIsRefused() {
    assertThatThrownBy(
            () -> reading(clip).from(Duration.ofSeconds(2)).to(Duration.ofSeconds(1)).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("to must be after from, PT2S, not PT1S");
  }

  @Test
  void soundAloneIsRefused() {
    Path sound = Clips.writeSound(folder.resolve("sound.m4a"));

    assertThatThrownBy(() -> VideoReader.open(VideoSource.of(sound)))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("sound.m4a has no video stream");
  }

  @Test
  void framesOfTooManyPixelsAreRefused() {
    assertThatThrownBy(() -> reading(clip).maxPixels(320 * 180 - 1).open())
        .isInstanceOf(VideoException.class)
        .hasMessageContainingAll("clip.mp4", "maxPixels, 57599");
  }

  @Test
  void aCameraThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> VideoReader.open(VideoSource.parse("camera:99")))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("camera:99 can't be opened: no such file or directory");
    assertThatThrownBy(() -> VideoSource.parse("camera:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("camera:0");
  }

  @Test
  void brokenFilesEndInFramesOrAnExceptionOfOurs() throws IOException {
    byte[] good = Files.readAllBytes(Clips.write(folder.resolve("small.mp4"), 8, Clips::quarters));
    Random random = new Random(7);
    int failures = 0;
    for (int trial = 0; trial < 60; trial++) {
      byte[] bytes = good.clone();
      // Half of them in the headers, which say sizes, rates and where all is.
      int range = trial % 2 == 0 ? bytes.length : Math.min(bytes.length, 1500);
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        bytes[random.nextInt(range)] = (byte) random.nextInt();
      }
      if (trial % 5 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      Path file = Files.write(folder.resolve("broken.mp4"), bytes);
      try {
        assertThat(all(reading(file))).hasSizeLessThan(1000);
      } catch (EmotionException e) {
        assertThat(e).hasMessageContaining("broken.mp4");
        failures++;
      }
    }
    assertThat(failures).isBetween(5, 59);
  }

  @Test
  void aReaderMayBeClosedAtAnyMoment() {
    for (int frames = 0; frames < 10; frames += 3) {
      VideoReader reader = VideoReader.open(VideoSource.of(clip));
      for (int i = 0; i < frames; i++) {
        reader.next();
      }
      reader.close();
      reader.close();
      assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aReaderIsClosedByAnotherThreadWhileItWaits() throws Exception {
    try (Server server = new Server(transportStream(), 60_000)) {
      VideoReader reader =
          VideoReader.builder(server.source()).timeout(Duration.ofSeconds(30)).open();
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                try {
                  while (reader.next().isPresent()) {
                    Thread.onSpinWait();
                  }
                } catch (RuntimeException e) {
                  ended.complete(e);
                }
              });
      waiting.start();
      Thread.sleep(300);
      reader.close();

      assertThat(ended.get(5, java.util.concurrent.TimeUnit.SECONDS))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aLiveSourceDropsFramesThatNobodyTakesAndItsEndIsAFailure() throws IOException {
    try (Server server = new Server(transportStream(), 0);
        VideoReader reader =
            VideoReader.builder(server.source()).timeout(Duration.ofSeconds(5)).open()) {
      List<Long> times = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                while (true) {
                  times.add(reader.next().orElseThrow().timestamp().toMillis());
                  Thread.sleep(150);
                }
              })
          .isInstanceOf(VideoException.class)
          .hasMessageContaining("gives no more frames");

      assertThat(reader.dropped()).isPositive();
      assertThat(times).isNotEmpty().hasSizeLessThan(50).isSorted();
    }
  }

  @Test
  void aStreamThatStaysSilentEndsAfterTheTimeout() throws IOException {
    try (Server server = new Server(new byte[0], 60_000)) {
      assertThatThrownBy(
              () -> VideoReader.builder(server.source()).timeout(Duration.ofMillis(500)).open())
          .isInstanceOf(VideoException.class)
          .hasMessageContaining("tcp://");
    }
  }

  private static byte[] transportStream() throws IOException {
    Path file = folder.resolve("live.ts");
    if (!Files.exists(file)) {
      Clips.write(file, 100, Clips::quarters);
    }
    return Files.readAllBytes(file);
  }

  /** Sends bytes to whoever connects, waits, and goes. */
  private static final class Server implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Thread thread;

    Server(byte[] content, int silentMillis) throws IOException {
      thread =
          new Thread(
              () -> {
                try (Socket client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                  out.write(content);
                  out.flush();
                  Thread.sleep(silentMillis);
                } catch (IOException | InterruptedException e) {
                  Thread.currentThread().interrupt(); // the reader went first
                }
              });
      thread.setDaemon(true);
      thread.start();
    }

    VideoSource source() {
      return VideoSource.of(URI.create("tcp://127.0.0.1:" + socket.getLocalPort()));
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void sourcesAreReadAsTheyAreWritten() {
    assertThat(VideoSource.parse("a.mp4").isLive()).isFalse();
    assertThat(VideoSource.parse("https://example.org/a.mp4").isLive()).isFalse();
    assertThat(VideoSource.parse("camera:0").isLive()).isTrue();
    assertThat(VideoSource.parse("rtsp://user:secret@example.org/1").isLive()).isTrue();
    assertThat(VideoSource.parse("rtsp://user:secret@example.org/1").describe())
        .isEqualTo("rtsp://example.org/1");
    assertThatThrownBy(() -> VideoSource.parse("rtsp://a b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VideoSource.of(URI.create("a.mp4")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    VideoReader.Builder builder = reading(clip);

    assertThatThrownBy(() -> builder.every(0)).hasMessageContaining("every");
    assertThatThrownBy(() -> builder.framesASecond(0)).hasMessageContaining("framesASecond");
    assertThatThrownBy(() -> builder.framesASecond(Double.NaN))
        .hasMessageContaining("framesASecond");
    assertThatThrownBy(() -> builder.maxPixels(0)).hasMessageContaining("maxPixels");
    assertThatThrownBy(() -> builder.from(Duration.ofSeconds(-1))).hasMessageContaining("from");
    assertThatThrownBy(() -> builder.to(Duration.ZERO)).hasMessageContaining("to");
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout");
  }
}
