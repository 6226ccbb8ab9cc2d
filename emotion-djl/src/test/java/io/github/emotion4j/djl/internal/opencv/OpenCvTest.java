// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.MissingDependencyException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

class OpenCvTest {

  @Test
  void loadingTwiceIsHarmless() {
    OpenCv.load();

    assertThatCode(OpenCv::load).doesNotThrowAnyException();
  }

  @Test
  void theLibraryIsUnpackedOnceAndAgainOnlyWhereItIsNotWhole(@TempDir Path cache)
      throws IOException {
    Path library = UnpackedLibrary.in(cache).orElseThrow();
    long size = Files.size(library);
    FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    Files.setLastModifiedTime(library, then);

    assertThat(UnpackedLibrary.in(cache)).contains(library);
    assertThat(Files.getLastModifiedTime(library).toInstant()).isEqualTo(then.toInstant());

    Files.writeString(library, "torn");
    assertThat(UnpackedLibrary.in(cache)).contains(library);
    assertThat(library).hasSize(size);
  }

  @Test
  void whereTheCacheCanNotBeWrittenTheLibraryIsNotKept(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cache"), "no folder");

    assertThat(UnpackedLibrary.in(file)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux/x86_64",
    "Linux, aarch64, linux/ARMv8",
    "Mac OS X, aarch64, osx/ARMv8",
    "Mac OS X, x86_64, osx/x86_64",
    "Windows 11, amd64, windows/x86_64",
    "SunOS, sparc, sunos/sparc"
  })
  void platformsAreNamedAsTheArtifactNamesThem(String system, String processor, String folder) {
    assertThat(UnpackedLibrary.platform(system, processor)).isEqualTo(folder);
  }

  @Test
  void aLibraryThatCannotBeLinkedIsReportedWithThePlatformsThereAre() {
    UnsatisfiedLinkError musl = new UnsatisfiedLinkError("libc.so.6: not found");

    assertThatThrownBy(
            () ->
                OpenCv.load(
                    () -> {
                      throw musl;
                    }))
        .isInstanceOf(MissingDependencyException.class)
        .hasMessageContainingAll("org.openpnp:opencv", "Linux", "macOS", "Windows", "glibc")
        .hasMessageContaining("libc.so.6")
        .hasCause(musl);
  }

  @Test
  void aMissingClassIsReportedAsAMissingDependency() {
    assertThatThrownBy(
            () ->
                OpenCv.load(
                    () -> {
                      throw new NoClassDefFoundError("nu/pattern/OpenCV");
                    }))
        .isInstanceOf(MissingDependencyException.class);
  }

  @Test
  void copiesOfTheLibraryThatKilledProcessesLeftAreDeleted(@TempDir Path temporary)
      throws IOException {
    Path old = copyOfAge(temporary.resolve("opencv_openpnp1"), Duration.ofHours(3));
    Path used = copyOfAge(temporary.resolve("opencv_openpnp2"), Duration.ofMinutes(1));
    Path other = copyOfAge(temporary.resolve("other"), Duration.ofHours(3));

    OpenCv.deleteAbandoned(temporary);

    assertThat(old).doesNotExist();
    assertThat(used).isNotEmptyDirectory();
    assertThat(other).isNotEmptyDirectory();
  }

  private static Path copyOfAge(Path folder, Duration age) throws IOException {
    Path deep = Files.createDirectories(folder.resolve("nu/pattern"));
    Files.writeString(deep.resolve("libopencv_java490.so"), "library");
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
    return folder;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_BGR
      })
  void pixelsOfEveryColourTypeArriveUnchanged(int type) {
    BufferedImage image = noise(7, 5, type);

    assertSamePixels(OpenCv.toBgr(image), image);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB})
  void aSubImageArrivesWithoutItsSurroundings(int type) {
    BufferedImage part = noise(40, 30, type).getSubimage(5, 7, 11, 13).getSubimage(2, 1, 8, 9);

    assertSamePixels(OpenCv.toBgr(part), part);
  }

  @Test
  void greyLevelsKeepTheirValue() {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int level = 0; level < 256; level++) {
      image.getRaster().setSample(level, 0, 0, level);
    }

    Mat bgr = OpenCv.toBgr(image);

    try {
      for (int level = 0; level < 256; level++) {
        assertThat(bgr.get(0, level)).containsOnly(level);
      }
    } finally {
      bgr.release();
    }
  }

  @Test
  void transparentPixelsBecomeWhite() {
    Mat bgr = OpenCv.toBgr(new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB));

    assertThat(bgr.get(1, 1)).containsExactly(255, 255, 255);
    bgr.release();
  }

  private static BufferedImage noise(int width, int height, int type) {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 0xFF000000 | random.nextInt(0x1000000));
      }
    }
    return image;
  }

  private static void assertSamePixels(Mat bgr, BufferedImage image) {
    try {
      assertThat(bgr.type()).isEqualTo(CvType.CV_8UC3);
      assertThat(bgr.cols()).isEqualTo(image.getWidth());
      assertThat(bgr.rows()).isEqualTo(image.getHeight());
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          Color colour = new Color(image.getRGB(x, y));
          assertThat(bgr.get(y, x))
              .containsExactly(colour.getBlue(), colour.getGreen(), colour.getRed());
        }
      }
    } finally {
      bgr.release();
    }
  }
}
