// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.tracking.TrackedFrame;
import io.github.emotion4j.video.AnalyzedFrame;
import io.github.emotion4j.video.AnnotatedVideo;
import io.github.emotion4j.video.VideoInfo;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoCommandTest {

  private static final VideoInfo INFO = new VideoInfo(256, 192, 10, Optional.empty());

  @TempDir private static Path folder;
  private static Path clip;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** A video of the sample picture, of 1.2 s. */
  @BeforeAll
  static void writeClip() throws IOException {
    BufferedImage image = new BufferedImage(256, 192, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(
        ImageIO.read(Path.of("src/main/resources/samples/happy.png").toFile()),
        58,
        26,
        140,
        140,
        null);
    graphics.dispose();
    clip = folder.resolve("clip.mkv");
    try (AnnotatedVideo video = AnnotatedVideo.create(clip, INFO, 10)) {
      for (int i = 0; i < 12; i++) {
        video.write(noisy(image, i), empty(i / 10.0));
      }
    }
  }

  /** As cameras are noisy, each frame takes its part of the file. */
  private static BufferedImage noisy(BufferedImage image, int seed) {
    Random random = new Random(seed);
    BufferedImage copy = new BufferedImage(256, 192, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 192; y++) {
      for (int x = 0; x < 256; x++) {
        int noise = random.nextInt(12);
        copy.setRGB(x, y, image.getRGB(x, y) | (noise << 16) | (noise << 8) | noise);
      }
    }
    return copy;
  }

  private static TrackedFrame empty(double seconds) {
    return new TrackedFrame(
        Duration.ofMillis(Math.round(1000 * seconds)), List.of(), List.of(), false);
  }

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @Test
  void aVideoIsReadIntoAllItsFiles() throws IOException {
    Path csv = folder.resolve("a.csv");
    Path jsonl = folder.resolve("a.jsonl");
    Path plot = folder.resolve("a.png");
    Path annotated = folder.resolve("a.mp4");

    int exit =
        run(
            "video",
            clip.toString(),
            "--csv=" + csv,
            "--jsonl=" + jsonl,
            "--plot=" + plot,
            "--annotate=" + annotated,
            "--every=2");

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out.toString())
        .contains("person 1, 0.0 to 1.0 s: " + Emotion.HAPPY + " for 100 %, 0 changes")
        .contains("6 frames, 1 person");
    List<String> rows = Files.readAllLines(csv);
    assertThat(rows).hasSize(7);
    assertThat(rows.get(0)).startsWith("seconds,track,emotion");
    assertThat(rows.get(2)).startsWith("0.200,1,happy,");
    assertThat(Files.readAllLines(jsonl)).hasSize(6);
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(1000);
    assertThat(annotated).isNotEmptyFile();
  }

  @Test
  void whatIsThereIsReplacedOnlyIfToldSo() throws IOException {
    Path csv = Files.writeString(folder.resolve("there.csv"), "mine");

    assertThat(run("video", clip.toString(), "--csv=" + csv)).isEqualTo(2);
    assertThat(err.toString())
        .contains("there.csv exists; name another --csv, or add --overwrite to replace it");
    assertThat(csv).hasContent("mine");
    assertThat(run("video", clip.toString(), "--csv=" + clip, "--overwrite")).isEqualTo(2);
    assertThat(err.toString()).contains("is the video itself");
  }

  @Test
  void ofABrokenVideoTheFirstPartIsKept() throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
    Path csv = folder.resolve("cut.csv");

    assertThat(run("video", cut.toString(), "--csv=" + csv)).isEqualTo(1);

    assertThat(err.toString()).contains("error: ").contains("cut.mkv is cut off or broken");
    assertThat(Files.readAllLines(csv)).hasSizeBetween(2, 12);
    assertThat(out.toString()).contains("person 1, 0.0 to");
  }

  @Test
  void whatIsNoVideoIsNamedInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "text");

    assertThat(run("video", text.toString())).isEqualTo(1);

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("text.mp4 can't be opened: it is broken, or nothing");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrongNumbersAreWrongUsage() {
    assertThat(run("video", clip.toString(), "--every=0")).isEqualTo(2);
    assertThat(run("video", clip.toString(), "--from=-1")).isEqualTo(2);
    assertThat(run("video", clip.toString(), "--rate=0")).isEqualTo(2);
    assertThat(run("video")).isEqualTo(2);
  }

  @Test
  void whatCanOnlyBeWrongIsRefusedBeforeAnythingIsRead() {
    assertThat(run("video", clip.toString(), "--rate=0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rate must be above 0");
    assertThat(run("video", clip.toString(), "--from=5", "--to=2")).isEqualTo(2);
    assertThat(err.toString()).contains("--to must be after --from 5.0, not 2.0");
    assertThat(run("video", clip.toString(), "--plot=" + folder.resolve("a.jpg"))).isEqualTo(2);
    assertThat(err.toString()).contains("--plot takes a file named *.png, not");
    assertThat(run("video", clip.toString(), "--annotate=" + folder.resolve("a.gif"))).isEqualTo(2);
    assertThat(err.toString()).contains("--annotate takes a file named *.mp4, *.mkv, *.avi, not");
    assertThat(run("video", clip.toString(), "--csv=" + folder)).isEqualTo(2);
    assertThat(err.toString()).contains("is a folder");
    assertThat(run("video", "camera:")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**a.{jpg,gif}");
  }

  @Test
  void oneFileIsNotWrittenByTwoOptions() {
    Path both = folder.resolve("both.txt");
    Path again = folder.resolve("none").resolve("..").resolve("both.txt");

    assertThat(run("video", clip.toString(), "--csv=" + both, "--jsonl=" + again)).isEqualTo(2);

    assertThat(err.toString()).contains("both.txt is another option's file, too");
    assertThat(both).doesNotExist();
  }

  @Test
  void aTimeBehindTheEndIsToldWithTheVideosLength() {
    assertThat(run("video", clip.toString(), "--from=3600")).isEqualTo(1);

    assertThat(err.toString()).contains("has no frame from 3600.0 s on; it takes 1.");
  }

  @Test
  void aBarTellsHowFarItIsAndHowLongItTakes() {
    long[] clock = {0};
    VideoProgress progress = new VideoProgress(new PrintWriter(err, true), 0, () -> clock[0]);
    VideoInfo info = new VideoInfo(1, 1, 10, Optional.of(Duration.ofSeconds(40)));
    for (int i = 0; i <= 100; i++) {
      clock[0] = i * 100_000_000L;
      progress.done(new AnalyzedFrame(new BufferedImage(1, 1, 1), empty(i / 10.0), info, 0));
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "[###-----------------]  13 %, 5.0 s, 10.2 frames a second, about 35 s left",
            "[#####---------------]  25 %, 10.0 s, 10.1 frames a second, about 30 s left");
  }

  @Test
  void ofALiveSourceTheRateIsToldAndWhatWasDropped() {
    long[] clock = {0};
    VideoProgress progress = new VideoProgress(new PrintWriter(err, true), 0, () -> clock[0]);
    for (int i = 0; i <= 50; i++) {
      clock[0] = i * 100_000_000L;
      progress.done(new AnalyzedFrame(new BufferedImage(1, 1, 1), empty(i / 10.0), INFO, i));
    }

    assertThat(err.toString().strip()).isEqualTo("5.0 s, 10.2 frames a second, 50 dropped");
  }
}
