// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are seldom met, but that browsers and other programs read, or that nobody should. */
class UnusualFilesTest {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int ORANGE = 0xE08020;
  private static final int WHITE = 0xFFFFFF;

  private final ImageDecoder decoder = ImageDecoder.builder().build();

  private BufferedImage decode(byte[] bytes) {
    return decoder.decode(ImageSource.of(bytes));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static BufferedImage noise() {
    return Pictures.noise(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB, 1);
  }

  static Stream<Arguments> filesWhoseEndMarkIsMissing() {
    byte[] jpeg = Pictures.encode(noise(), "jpeg");
    byte[] progressive = Pictures.progressiveJpeg(noise());
    byte[] png = Pictures.encode(noise(), "png");
    byte[] bare = Arrays.copyOf(jpeg, jpeg.length - 2);
    return Stream.of(
        Arguments.of("JPEG without FF D9", bare, jpeg),
        Arguments.of(
            "progressive JPEG without FF D9",
            Arrays.copyOf(progressive, progressive.length - 2),
            progressive),
        Arguments.of("JPEG with zeros for FF D9", Pictures.join(bare, new byte[64]), jpeg),
        Arguments.of("PNG without IEND", Arrays.copyOf(png, png.length - 12), png));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesWhoseEndMarkIsMissing")
  void aFileWhosePixelsAreCompleteIsReadWithoutItsEndMark(
      String name, byte[] file, byte[] complete) {
    assertThat(pixels(decode(file))).as(name).isEqualTo(pixels(decode(complete)));
  }

  @ParameterizedTest(name = "{0} without its last {1} bytes")
  @CsvSource({
    "jpeg, 3",
    "jpeg, 20",
    "jpeg, 400",
    "progressive, 10",
    "progressive, 700",
    "png, 40",
    "gif, 40",
    "webp, 2",
    "webp, 100",
    "bmp, 40"
  })
  void aFileThatLacksPixelsIsSaidToBeTruncated(String kind, int missing) {
    byte[] file =
        switch (kind) {
          case "progressive" -> Pictures.progressiveJpeg(noise());
          case "webp" -> Pictures.encodeWithOpenCv(noise(), ".webp", 64, 90);
          case "gif" ->
              Pictures.encode(
                  Pictures.noise(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, 1), kind);
          default -> Pictures.encode(noise(), kind);
        };
    byte[] cut = Arrays.copyOf(file, file.length - missing);

    assertThatThrownBy(() -> decode(cut))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("it is truncated");
  }

  @Test
  void aProgressiveJpegThatEndsBetweenItsScansIsTruncated() {
    byte[] jpeg = Pictures.progressiveJpeg(noise());
    int lastScan = 0;
    for (int i = 2; i < jpeg.length - 1; i++) {
      boolean tables = jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC4;
      lastScan = tables ? i : lastScan;
    }
    byte[] cut = Arrays.copyOf(jpeg, lastScan);

    assertThatThrownBy(() -> decode(cut)).hasMessageContaining("it is truncated");
  }

  static Stream<Arguments> otherFormats() {
    return Stream.of(
        Arguments.of("II*\0\10\0\0\0", "TIFF"),
        Arguments.of("MM\0*\0\0\0\10", "TIFF"),
        Arguments.of("II+\0\10\0\0\0", "BigTIFF"),
        Arguments.of("\0\0\0 ftypheic\0\0\0\0mif1heic", "HEIC"),
        Arguments.of("\0\0\0 ftypmif1\0\0\0\0mif1heic", "HEIC"),
        Arguments.of("\0\0\0 ftypavif\0\0\0\0mif1avif", "AVIF"),
        Arguments.of("\0\0\0 ftypisom\0\0\2\0isomiso2", "film"),
        Arguments.of("\u00FF\n\u00FA\u001F", "JPEG XL"),
        Arguments.of("\0\0\0\fJXL \r\n\u0087\n", "JPEG XL"),
        Arguments.of("\0\0\0\fjP  \r\n\u0087\n", "JPEG 2000"),
        Arguments.of("8BPS\0\1", "Photoshop"),
        Arguments.of("%PDF-1.7", "PDF"),
        Arguments.of("\0\0\1\0\1\0", "ICO"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("otherFormats")
  void aFormatThatIsNotReadIsNamedAndNotCalledBroken(String begin, String name) {
    assertThatThrownBy(() -> decode(Pictures.latin1(begin)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll(name, "not supported; convert it to JPEG or PNG")
        .hasMessageNotContaining("broken");
  }

  @ParameterizedTest(name = "process {0}, {1} bits")
  @CsvSource({"C5, 8", "CB, 8", "CD, 8", "C1, 12"})
  void aRareKindOfJpegIsNotCalledBroken(String marker, int bits) {
    byte[] jpeg = Pictures.encode(noise(), "jpeg");
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        jpeg[i + 1] = (byte) Integer.parseInt(marker, 16);
        jpeg[i + 4] = (byte) bits;
        break;
      }
    }

    assertThatThrownBy(() -> decode(jpeg))
        .hasMessageContaining("not supported")
        .hasMessageNotContaining("broken");
  }

  @ParameterizedTest
  @CsvSource({"16", "24", "48", "64"})
  void aBmpOfOs2IsRead(int headerSize) {
    byte[] windows =
        Pictures.encode(Pictures.noise(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, 1), "bmp");
    int grown = headerSize - 40;
    ByteBuffer os2 = ByteBuffer.allocate(windows.length + grown).order(ByteOrder.LITTLE_ENDIAN);
    os2.put(windows, 0, 14 + Math.min(40, headerSize));
    os2.position(14 + headerSize).put(windows, 54, windows.length - 54);
    os2.putInt(10, os2.getInt(10) + grown).putInt(14, headerSize);

    assertThat(pixels(decode(os2.array()))).isEqualTo(pixels(decode(windows)));
  }

  @ParameterizedTest(name = "{0} colours more")
  @ValueSource(ints = {1, 14, 254})
  void aBmpMayHaveRoomForMoreColoursThanItsPixelsCanName(int more) {
    BufferedImage image = new BufferedImage(9, 3, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(4, 1, Color.WHITE.getRGB());
    byte[] usual = Pictures.encode(image, "bmp");
    int pixels = 54 + 2 * 4;
    ByteBuffer roomy = ByteBuffer.allocate(usual.length + 4 * more).order(ByteOrder.LITTLE_ENDIAN);
    roomy.put(usual, 0, pixels).position(pixels + 4 * more);
    roomy.put(usual, pixels, usual.length - pixels);
    roomy.putInt(10, pixels + 4 * more).putInt(46, 0);

    assertThat(pixels(decode(roomy.array()))).isEqualTo(pixels(decode(usual)));
  }

  @Test
  void aGifIsShownAtItsPlaceOnTheCanvas() {
    BufferedImage part = Pictures.plain(6, 4, BufferedImage.TYPE_BYTE_INDEXED, 0xFF000000);
    byte[] gif = Pictures.gifOnCanvas(20, 10, 3, 5, part);

    BufferedImage image = decode(gif);

    assertThat(image.getWidth()).isEqualTo(20);
    assertThat(image.getHeight()).isEqualTo(10);
    assertThat(image.getRGB(3, 5) & WHITE).isZero();
    assertThat(image.getRGB(8, 8) & WHITE).isZero();
  }

  @Test
  void whatAGifDoesNotCoverHasItsBackgroundColour() {
    BufferedImage part = Pictures.plain(6, 4, BufferedImage.TYPE_BYTE_INDEXED, 0xFF000000);
    byte[] gif = Pictures.gifOnCanvas(20, 10, 3, 5, part);
    int index = 215; // white, in Java's palette of 6 x 6 x 6 colours
    gif[11] = (byte) index;
    int expected =
        (gif[13 + 3 * index] & 0xFF) << 16
            | (gif[14 + 3 * index] & 0xFF) << 8
            | (gif[15 + 3 * index] & 0xFF);

    assertThat(decode(gif).getRGB(0, 0) & WHITE).isEqualTo(expected);
  }

  @Test
  void aGifOutsideItsCanvasEnlargesIt() {
    BufferedImage part = Pictures.plain(6, 4, BufferedImage.TYPE_BYTE_INDEXED, 0xFF000000);

    assertThat(decode(Pictures.gifOnCanvas(5, 5, 3, 5, part)).getWidth()).isEqualTo(9);
  }

  @Test
  void theFirstFrameOfAnAnimatedWebPIsShownAtItsPlaceOnTheCanvas() {
    byte[] webp =
        Pictures.extendedWebp(
            40,
            24,
            Pictures.webpChunk("ANIM", new byte[6]),
            Pictures.webpFrame(10, 6, 12, 8, ORANGE),
            Pictures.webpFrame(40, 24, 0x0000FF));

    BufferedImage image = decode(webp);

    assertThat(image.getWidth()).isEqualTo(40);
    assertThat(image.getRGB(9, 6) & WHITE).isEqualTo(WHITE);
    assertThat(image.getRGB(10, 6) & WHITE).isEqualTo(ORANGE);
    assertThat(image.getRGB(21, 13) & WHITE).isEqualTo(ORANGE);
    assertThat(image.getRGB(22, 14) & WHITE).isEqualTo(WHITE);
  }

  @Test
  void aWebPWhoseColourProfileIsNoneIsRead() {
    byte[] webp =
        Pictures.extendedWebp(
            40,
            24,
            Pictures.webpChunk("ICCP", Pictures.latin1("no profile at all")),
            Pictures.webpChunk("VP8L", Pictures.losslessStream(40, 24, ORANGE)));

    assertThat(decode(webp).getRGB(20, 12) & WHITE).isEqualTo(ORANGE);
  }

  @Test
  void manyRandomLosslessWebPsAreRead() {
    for (int seed = 0; seed < 60; seed++) {
      BufferedImage image = Pictures.noise(1 + seed, 61 - seed, BufferedImage.TYPE_INT_RGB, seed);
      byte[] webp = Pictures.encodeWithOpenCv(image, ".webp", 64, 101);

      int[] expected = Arrays.stream(pixels(image)).map(rgb -> rgb | 0xFF000000).toArray();
      assertThat(pixels(decode(webp))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static byte[] largeExif() {
    return Pictures.join(Pictures.orientation(6), new byte[70_000]);
  }

  private static byte[] xmp(String orientation) {
    return Pictures.latin1(
        "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description "
            + orientation
            + "</rdf:Description></x:xmpmeta>");
  }

  static Stream<Arguments> filesThatTellHowTheyWereHeld() {
    byte[] png = Pictures.encode(noise(), "png");
    byte[] pixels = Pictures.losslessStream(WIDTH, HEIGHT, ORANGE);
    return Stream.of(
        Arguments.of(
            "PNG, EXIF of 70 kB",
            Pictures.withPngChunk(png, Pictures.pngChunk("eXIf", largeExif()))),
        Arguments.of(
            "WebP, EXIF of 70 kB",
            Pictures.extendedWebp(
                WIDTH,
                HEIGHT,
                Pictures.webpChunk("VP8L", pixels),
                Pictures.webpChunk("EXIF", largeExif()))),
        Arguments.of(
            "PNG, XMP attribute",
            Pictures.withPngChunk(png, Pictures.pngChunk("iTXt", xmp("tiff:Orientation=\"6\">")))),
        Arguments.of(
            "PNG, XMP element",
            Pictures.withPngChunk(
                png, Pictures.pngChunk("iTXt", xmp("><tiff:Orientation>6</tiff:Orientation>")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesThatTellHowTheyWereHeld")
  void aPictureIsTurnedUprightWhereverItsFileTellsHow(String name, byte[] file) {
    assertThat(decode(file).getWidth()).as(name).isEqualTo(HEIGHT);
  }

  @Test
  void exifCountsMoreThanXmp() {
    byte[] png = Pictures.encode(noise(), "png");
    byte[] both =
        Pictures.withPngChunk(
            Pictures.withPngChunk(png, Pictures.pngChunk("iTXt", xmp("tiff:Orientation=\"6\">"))),
            Pictures.pngChunk("eXIf", Pictures.orientation(1)));

    assertThat(decode(both).getWidth()).isEqualTo(WIDTH);
  }
}
