// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private static final int ORANGE = 0xFFE08020;

  private final ImageDecoder decoder = ImageDecoder.builder().build();

  private BufferedImage decode(byte[] bytes) {
    return decoder.decode(ImageSource.of(bytes));
  }

  private static void assertColor(int actual, int expected, int tolerance) {
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(actual >> shift & 0xFF)
          .as("%08x against %08x", actual, expected)
          .isCloseTo(expected >> shift & 0xFF, within(tolerance));
    }
  }

  static Stream<Arguments> filesOfOneColor() {
    BufferedImage rgb = Pictures.plain(40, 24, BufferedImage.TYPE_INT_RGB, ORANGE);
    BufferedImage argb = Pictures.plain(40, 24, BufferedImage.TYPE_INT_ARGB, ORANGE);
    return Stream.of(
        Arguments.of("baseline JPEG", Pictures.encode(rgb, "jpeg"), 4),
        Arguments.of("progressive JPEG", Pictures.progressiveJpeg(rgb), 4),
        Arguments.of("PNG", Pictures.encode(rgb, "png"), 0),
        Arguments.of("PNG with alpha", Pictures.encode(argb, "png"), 0),
        Arguments.of("PNG of 16 bits", Pictures.encode(of16Bits(rgb, false), "png"), 0),
        Arguments.of("PNG of 16 bits with alpha", Pictures.encode(of16Bits(argb, true), "png"), 0),
        Arguments.of("indexed PNG", Pictures.encode(indexed(rgb), "png"), 0),
        Arguments.of("GIF", Pictures.encode(indexed(rgb), "gif"), 0),
        Arguments.of("BMP", Pictures.encode(rgb, "bmp"), 0),
        Arguments.of("indexed BMP", Pictures.encode(indexed(rgb), "bmp"), 0),
        Arguments.of("lossless WebP", Pictures.webp(40, 24, ORANGE), 0));
  }

  private static BufferedImage of16Bits(BufferedImage image, boolean alpha) {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    BufferedImage deep =
        new BufferedImage(
            colors,
            colors.createCompatibleWritableRaster(image.getWidth(), image.getHeight()),
            false,
            null);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        deep.setRGB(x, y, image.getRGB(x, y));
      }
    }
    return deep;
  }

  private static BufferedImage indexed(BufferedImage image) {
    byte[] one = {(byte) (ORANGE >> 16), 0};
    byte[] two = {(byte) (ORANGE >> 8), 0};
    byte[] three = {(byte) ORANGE, 0};
    return new BufferedImage(
        image.getWidth(),
        image.getHeight(),
        BufferedImage.TYPE_BYTE_INDEXED,
        new IndexColorModel(8, 2, one, two, three));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfOneColor")
  void keepsTheColor(String name, byte[] file, int tolerance) {
    BufferedImage image = decode(file);

    assertColor(image.getRGB(20, 12), ORANGE, tolerance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfOneColor")
  void returnsBgrBytesOfTheFilesSize(String name, byte[] file, int tolerance) {
    BufferedImage image = decode(file);

    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(40, 24);
  }

  @ParameterizedTest(name = "{0} cut to {1}")
  @MethodSource("truncatedFiles")
  void refusesATruncatedFile(String name, double share, byte[] file) {
    byte[] cut = Arrays.copyOf(file, (int) (file.length * share));

    assertThatThrownBy(() -> decode(cut)).isInstanceOf(InvalidImageException.class);
  }

  static Stream<Arguments> truncatedFiles() {
    BufferedImage noise = Pictures.noise(64, 48, BufferedImage.TYPE_INT_RGB, 1);
    BufferedImage palette = new BufferedImage(64, 48, BufferedImage.TYPE_BYTE_INDEXED);
    palette.createGraphics().drawImage(noise, 0, 0, null);
    return Stream.of(
            Arguments.of("baseline JPEG", Pictures.encode(noise, "jpeg")),
            Arguments.of("progressive JPEG", Pictures.progressiveJpeg(noise)),
            Arguments.of("PNG", Pictures.encode(noise, "png")),
            Arguments.of("GIF", Pictures.encode(palette, "gif")),
            Arguments.of("BMP", Pictures.encode(noise, "bmp")),
            Arguments.of("lossy WebP", Pictures.lossyWebp(64, 48, 1)),
            Arguments.of("lossless WebP", Pictures.webp(64, 48, ORANGE)))
        .flatMap(
            file ->
                Stream.of(0.1, 0.3, 0.5, 0.7, 0.95)
                    .map(share -> Arguments.of(file.get()[0], share, file.get()[1])));
  }

  @Test
  void refusesAJpegThatLacksScansThoughItHasAnEnd() {
    byte[] jpeg = Pictures.encode(Pictures.noise(64, 48, BufferedImage.TYPE_INT_RGB, 1), "jpeg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    byte[] ended = Pictures.join(cut, new byte[] {(byte) 0xFF, (byte) 0xD9});

    assertThatThrownBy(() -> decode(ended)).hasMessageContaining("truncated");
  }

  @Test
  void acceptsBytesBehindTheEndOfAJpeg() {
    byte[] jpeg = Pictures.encode(Pictures.plain(9, 9, BufferedImage.TYPE_INT_RGB, 0), "jpeg");

    assertThat(decode(Pictures.join(jpeg, new byte[1000])).getWidth()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 127, 128, 200, 255})
  void keepsTheBrightnessOfGreyJpegs(int grey) {
    byte[] jpeg = Pictures.encode(grey(48, grey, BufferedImage.TYPE_BYTE_GRAY, 1), "jpeg");

    assertColor(decode(jpeg).getRGB(20, 20), grey * 0x010101, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 127, 128, 200, 255})
  void keepsTheBrightnessOfGreyPngs(int grey) {
    byte[] png = Pictures.encode(grey(48, grey, BufferedImage.TYPE_BYTE_GRAY, 1), "png");

    assertColor(decode(png).getRGB(20, 20), grey * 0x010101, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 127, 128, 200, 255})
  void keepsTheBrightnessOfGreyPngsOf16Bits(int grey) {
    byte[] png = Pictures.encode(grey(48, grey, BufferedImage.TYPE_USHORT_GRAY, 257), "png");

    assertColor(decode(png).getRGB(20, 20), grey * 0x010101, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 127, 128, 200, 255})
  void keepsTheBrightnessOfGreyPngsWithAlpha(int grey) {
    byte[] header = {0, 0, 0, 1, 0, 0, 0, 1, 8, 4, 0, 0, 0};
    byte[] pixels = deflate(new byte[] {0, (byte) grey, (byte) 255});
    byte[] png =
        Pictures.png(
            Pictures.pngChunk("IHDR", header),
            Pictures.pngChunk("IDAT", pixels),
            Pictures.pngChunk("IEND", new byte[0]));

    assertColor(decode(png).getRGB(0, 0), grey * 0x010101, 0);
  }

  private static BufferedImage grey(int size, int grey, int type, int scale) {
    BufferedImage image = new BufferedImage(size, size, type);
    int[] samples = new int[size * size];
    Arrays.fill(samples, grey * scale);
    image.getRaster().setSamples(0, 0, size, size, 0, samples);
    return image;
  }

  private static byte[] deflate(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      deflater.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "alpha {0} gives {1}")
  @CsvSource({"0, 255", "128, 127", "255, 0"})
  void putsTransparentPicturesOnWhite(int alpha, int expected) {
    BufferedImage black = Pictures.plain(8, 8, BufferedImage.TYPE_INT_ARGB, alpha << 24);

    assertColor(decode(Pictures.encode(black, "png")).getRGB(4, 4), expected * 0x010101, 1);
  }

  @ParameterizedTest(name = "ink {0} {1} {2} {3} looks {4}")
  @CsvSource({
    "0, 0, 0, 0, FFFFFF",
    "0, 0, 0, 255, 000000",
    "255, 0, 0, 0, 00FFFF",
    "0, 255, 0, 0, FF00FF",
    "0, 0, 255, 0, FFFF00"
  })
  void mixesTheInksOfCmykJpegs(int cyan, int magenta, int yellow, int black, String looks) {
    byte[] jpeg = Pictures.cmykJpeg(32, 32, cyan, magenta, yellow, black);

    // Inks are never as pure as light, and profiles differ: the right hue is enough.
    assertColor(decode(jpeg).getRGB(16, 16), Integer.parseInt(looks, 16), 90);
  }

  @Test
  void decodesALossyWebP() {
    BufferedImage image = decode(Pictures.lossyWebp(48, 32, 3));

    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(48, 32);
  }

  @Test
  void decodesTheFirstFrameOfAnAnimatedWebP() {
    byte[] webp =
        Pictures.extendedWebp(
            40,
            24,
            Pictures.webpChunk("ANIM", new byte[6]),
            Pictures.webpFrame(40, 24, ORANGE),
            Pictures.webpFrame(40, 24, 0x0000FF));

    assertColor(decode(webp).getRGB(20, 12), ORANGE, 0);
  }

  @Test
  void decodesTheFirstFrameOfAGif() throws IOException {
    BufferedImage first = Pictures.plain(6, 6, BufferedImage.TYPE_BYTE_INDEXED, 0xFFFF0000);
    BufferedImage second = Pictures.plain(6, 6, BufferedImage.TYPE_BYTE_INDEXED, 0xFF0000FF);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      writer.writeToSequence(new IIOImage(first, null, null), null);
      writer.writeToSequence(new IIOImage(second, null, null), null);
      writer.endWriteSequence();
    }
    writer.dispose();

    assertColor(decode(bytes.toByteArray()).getRGB(3, 3), 0xFF0000, 0);
  }

  @ParameterizedTest(name = "orientation {0}: first row at the {1}, first column at the {2}")
  @CsvSource({
    "1, top, left", "2, top, right", "3, bottom, right", "4, bottom, left",
    "5, left, top", "6, right, top", "7, right, bottom", "8, left, bottom"
  })
  void turnsAPngUpright(int orientation, String row, String column) {
    BufferedImage stored = Pictures.noise(57, 31, BufferedImage.TYPE_INT_RGB, orientation);
    byte[] exif = Pictures.pngChunk("eXIf", Pictures.orientation(orientation));
    byte[] png = Pictures.withPngChunk(Pictures.encode(stored, "png"), exif);

    BufferedImage upright = decode(png);

    for (int y = 0; y < stored.getHeight(); y++) {
      for (int x = 0; x < stored.getWidth(); x++) {
        int[] place = new int[2];
        place(place, row, y, upright);
        place(place, column, x, upright);
        assertThat(upright.getRGB(place[0], place[1]))
            .as("%d,%d", x, y)
            .isEqualTo(stored.getRGB(x, y));
      }
    }
  }

  private static void place(int[] place, String side, int distance, BufferedImage upright) {
    switch (side) {
      case "left" -> place[0] = distance;
      case "right" -> place[0] = upright.getWidth() - 1 - distance;
      case "top" -> place[1] = distance;
      default -> place[1] = upright.getHeight() - 1 - distance;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void turnsAJpegUpright(int orientation) {
    byte[] jpeg = Pictures.encode(Pictures.plain(40, 24, 1, ORANGE), "jpeg");

    BufferedImage upright = decode(Pictures.withExif(jpeg, Pictures.orientation(orientation)));

    assertThat(upright.getWidth()).isEqualTo(orientation < 5 ? 40 : 24);
  }

  @Test
  void turnsAWebPUpright() {
    byte[] webp =
        Pictures.extendedWebp(
            40,
            24,
            Pictures.webpChunk("VP8L", Pictures.losslessStream(40, 24, ORANGE)),
            Pictures.webpChunk("EXIF", Pictures.orientation(6)));

    assertThat(decode(webp).getWidth()).isEqualTo(24);
  }

  static Stream<byte[]> brokenExif() {
    byte[] good = Pictures.orientation(6);
    byte[] ofAnotherType = good.clone();
    ofAnotherType[13] = 99;
    return Stream.of(
        new byte[0],
        new byte[] {1, 2, 3},
        Arrays.copyOf(good, 12),
        Pictures.orientation(0),
        Pictures.orientation(9),
        Pictures.orientation(65535),
        ofAnotherType,
        new byte[1000]);
  }

  @ParameterizedTest
  @MethodSource("brokenExif")
  void ignoresBrokenExif(byte[] exif) {
    byte[] jpeg = Pictures.encode(Pictures.plain(40, 24, 1, ORANGE), "jpeg");

    assertThat(decode(Pictures.withExif(jpeg, exif)).getWidth()).isEqualTo(40);
  }

  @Test
  void refusesAPictureOfMorePixelsThanTheLimitBeforeDecodingIt() {
    byte[] bomb =
        Pictures.png(
            Pictures.pngHeader(50_000, 50_000),
            Pictures.pngChunk("IDAT", deflate(new byte[4_000_000])),
            Pictures.pngChunk("IEND", new byte[0]));

    assertThat(bomb.length).isLessThan(10_000);
    assertThatThrownBy(() -> decode(bomb))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("2500000000 pixels", "maxPixels");
  }

  @Test
  void refusesASizeWhoseProductOverflows() {
    byte[] png =
        Pictures.png(
            Pictures.pngHeader(65_536, 65_537),
            Pictures.pngChunk("IDAT", deflate(new byte[100])),
            Pictures.pngChunk("IEND", new byte[0]));

    assertThatThrownBy(() -> decode(png)).hasMessageContaining("4295032832 pixels");
  }

  @Test
  void acceptsAPictureOfExactlyTheLimit() {
    byte[] png = Pictures.encode(Pictures.plain(10, 10, 1, ORANGE), "png");
    ImageDecoder tight = ImageDecoder.builder().maxPixels(100).build();

    assertThat(tight.decode(ImageSource.of(png)).getWidth()).isEqualTo(10);
  }

  static Stream<Arguments> filesOfMoreThanTheLimit() {
    BufferedImage image = Pictures.plain(11, 10, BufferedImage.TYPE_INT_RGB, ORANGE);
    byte[] large = Pictures.losslessStream(11, 10, ORANGE);
    byte[] tooLargeFrame = Pictures.webpFrame(11, 10, ORANGE);
    Arrays.fill(tooLargeFrame, 14, 20, (byte) 0); // says 1x1
    return Stream.of(
        Arguments.of("JPEG", Pictures.encode(image, "jpeg")),
        Arguments.of("PNG", Pictures.encode(image, "png")),
        Arguments.of("BMP", Pictures.encode(image, "bmp")),
        Arguments.of("GIF", Pictures.encode(image, "gif")),
        Arguments.of("lossless WebP", Pictures.webp(11, 10, ORANGE)),
        Arguments.of("lossy WebP", Pictures.lossyWebp(11, 10, 1)),
        Arguments.of(
            "WebP canvas",
            Pictures.extendedWebp(
                11, 10, Pictures.webpChunk("VP8L", Pictures.losslessStream(1, 1, ORANGE)))),
        Arguments.of(
            "WebP in a small canvas",
            Pictures.extendedWebp(1, 1, Pictures.webpChunk("VP8L", large))),
        Arguments.of("WebP frame in a small canvas", Pictures.extendedWebp(1, 1, tooLargeFrame)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfMoreThanTheLimit")
  void checksTheLimitInEveryFormat(String name, byte[] file) {
    ImageDecoder tight = ImageDecoder.builder().maxPixels(109).build();

    assertThatThrownBy(() -> tight.decode(ImageSource.of(file)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("110 pixels", "maxPixels");
  }

  @Test
  void givesTheReaderNoTextThatItWouldInflateWithoutABound() throws IOException {
    byte[] name = {'a', 0, 0};
    byte[] text = Pictures.join(name, deflate(new byte[50_000_000]));
    byte[] png = Pictures.encode(Pictures.plain(8, 8, 1, 0), "png");
    byte[] bomb = Pictures.withPngChunk(png, Pictures.pngChunk("zTXt", text));

    assertThat(((PngFile) EncodedImage.inspect(bomb)).bytes()).isEqualTo(png);
  }

  @Test
  void ignoresAProfileThatIsNone() {
    byte[] profile = Pictures.join(Pictures.latin1("ICC_PROFILE\0\1\1"), new byte[300]);
    byte[] jpeg = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "jpeg");

    assertColor(decode(Pictures.withSegment(jpeg, 0xE2, profile)).getRGB(4, 4), ORANGE, 4);
  }

  @Test
  @Timeout(10)
  void refusesAJpegOfTooManyScans() {
    byte[] jpeg = Pictures.progressiveJpeg(Pictures.plain(16, 16, 1, ORANGE));
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
    byte[] scans = new byte[0];
    for (int i = 0; i < 100; i++) {
      scans = Pictures.join(scans, scan);
    }
    byte[] end = {(byte) 0xFF, (byte) 0xD9};
    byte[] bomb = Pictures.join(Arrays.copyOf(jpeg, jpeg.length - 2), scans, end);

    assertThatThrownBy(() -> decode(bomb)).hasMessageContaining("scans");
  }

  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({"pixels, 10", "palette, 46"})
  void refusesABmpThatPromisesMoreThanItHas(String what, int offset) {
    byte[] bmp = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, 0x7FFF_FFFF);

    assertThatThrownBy(() -> decode(bmp)).hasMessageContainingAll("truncated", what);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void refusesAnotherFormatInsideABmp(int compression) {
    byte[] bmp = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(30, compression);

    assertThatThrownBy(() -> decode(bmp)).hasMessageContaining("another format");
  }

  @Test
  void refusesAPngWhoseChecksumIsWrong() {
    byte[] png = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "png");
    png[20]++;

    assertThatThrownBy(() -> decode(png)).hasMessageContaining("checksum of its IHDR");
  }

  @Test
  @Timeout(10)
  void refusesALosslessWebPThatLacksItsPixels() {
    assertThatThrownBy(() -> decode(Pictures.losslessWebpWithoutPixels(2000, 2000)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("truncated");
  }

  static Stream<byte[]> contentOfNoPicture() {
    return Stream.of(
        new byte[0],
        new byte[1],
        new byte[1000],
        Pictures.latin1("GIF89a"),
        Pictures.latin1("BM"),
        Pictures.latin1("RIFF\4\0\0\0WEBP"),
        Pictures.latin1(PngFile.SIGNATURE),
        Pictures.png(Pictures.pngChunk("IEND", new byte[0])),
        Pictures.latin1("\u00FF\u00D8\u00FF"),
        Pictures.latin1("\u00FF\u00D8\u00FF\u00D9"),
        Pictures.latin1("<!DOCTYPE html><html></html>"),
        Pictures.latin1("II*\0\10\0\0\0"));
  }

  @ParameterizedTest
  @MethodSource("contentOfNoPicture")
  void refusesWhatIsNoPicture(byte[] content) {
    assertThatThrownBy(() -> decode(content))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageStartingWith("Can't read the picture " + content.length + " bytes: it is ");
  }

  @Test
  void saysWhichFormatsItReads() {
    assertThatThrownBy(() -> decode(new byte[100]))
        .hasMessageEndingWith("it is not a JPEG, PNG, WebP, GIF or BMP file; convert it to one");
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.png");
    Files.write(file, Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "png"));

    assertThat(decoder.decode(ImageSource.of(file)).getWidth()).isEqualTo(8);
  }

  @Test
  void namesAFileThatIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("missing.png");

    assertThatThrownBy(() -> decoder.decode(ImageSource.of(file)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessage("Can't read the picture " + file + ": there is no such file");
  }

  @Test
  void refusesAFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> decoder.decode(ImageSource.of(folder)))
        .hasMessageContainingAll(folder.toString(), "it is a folder");
  }

  @Test
  void refusesAFileOfMoreBytesThanTheLimit(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.png"), new byte[101]);
    ImageDecoder tight = ImageDecoder.builder().maxBytes(100).build();

    assertThatThrownBy(() -> tight.decode(ImageSource.of(file)))
        .hasMessageContainingAll("more than 100 bytes", "maxBytes");
  }

  @Test
  void aFileIsReadInOnePiece(@TempDir Path folder) throws Exception {
    int size = 20_000_000;
    Path file = Files.write(folder.resolve("large.jpg"), new byte[size]);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    ImageDecoder.builder().build().read(ImageSource.of(file));

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isBetween((long) size, size * 5L / 4);
  }

  @Test
  void refusesAnEndlessStream() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return length;
          }
        };
    ImageDecoder tight = ImageDecoder.builder().maxBytes(100_000).build();

    assertThatThrownBy(() -> tight.decode(ImageSource.of(endless)))
        .hasMessageContainingAll("stream", "more than 100000 bytes", "maxBytes");
  }

  @Test
  void doesNotCloseTheStream() {
    AtomicBoolean closed = new AtomicBoolean();
    byte[] png = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "png");
    InputStream stream =
        new ByteArrayInputStream(png) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    decoder.decode(ImageSource.of(stream));

    assertThat(closed).isFalse();
  }

  @Test
  void keepsTheCauseOfAStreamThatFails() {
    IOException cause = new IOException("the line is dead");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw cause;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw cause;
          }
        };

    assertThatThrownBy(() -> decoder.decode(ImageSource.of(failing)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("the line is dead")
        .hasCause(cause);
  }

  @Test
  void aStreamThatThrowsIsNotTakenForABrokenPicture() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("my own");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            return read();
          }
        };

    assertThatThrownBy(() -> decoder.decode(ImageSource.of(failing)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageEndingWith("reading it failed: java.lang.IllegalStateException: my own");
  }

  @Test
  void doesNotChangeTheBytes() {
    byte[] png = Pictures.encode(Pictures.plain(8, 8, 1, ORANGE), "png");
    byte[] before = png.clone();

    decode(png);

    assertThat(png).isEqualTo(before);
  }

  @Test
  void writesNoFiles() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    List<Path> before = imageIoFiles(temporary);

    decode(Pictures.encode(Pictures.noise(300, 300, 1, 1), "jpeg"));

    assertThat(imageIoFiles(temporary)).isEqualTo(before);
  }

  private static List<Path> imageIoFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("imageio")).toList();
    }
  }

  @Test
  void returnsADecodedBgrPictureItself() {
    BufferedImage image = Pictures.plain(8, 8, BufferedImage.TYPE_3BYTE_BGR, ORANGE);

    assertThat(decoder.decode(ImageSource.of(image))).isSameAs(image);
  }

  @Test
  void copiesAPartOfALargerPicture() {
    BufferedImage whole = Pictures.noise(20, 20, BufferedImage.TYPE_3BYTE_BGR, 1);
    BufferedImage part = whole.getSubimage(5, 6, 7, 8);

    BufferedImage image = decoder.decode(ImageSource.of(part));

    assertThat(image.getRGB(0, 0, 7, 8, null, 0, 7)).isEqualTo(part.getRGB(0, 0, 7, 8, null, 0, 7));
    assertThat(image.getRaster().getDataBuffer().getSize()).isEqualTo(7 * 8 * 3);
  }

  static IntStream types() {
    return IntStream.rangeClosed(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_INDEXED);
  }

  @ParameterizedTest
  @MethodSource("types")
  void convertsADecodedPictureOfAnyType(int type) {
    BufferedImage image = Pictures.plain(8, 8, type, 0xFFFFFFFF);

    BufferedImage converted = decoder.decode(ImageSource.of(image));

    assertThat(converted.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertColor(converted.getRGB(4, 4), 0xFFFFFF, 0);
  }

  @Test
  void putsThePartOfATransparentPictureAtItsPlace() {
    BufferedImage whole = Pictures.noise(20, 20, BufferedImage.TYPE_INT_RGB, 1);
    BufferedImage part = whole.getSubimage(5, 6, 7, 8);

    BufferedImage image = decoder.decode(ImageSource.of(part));

    assertThat(image.getRGB(0, 0, 7, 8, null, 0, 7)).isEqualTo(part.getRGB(0, 0, 7, 8, null, 0, 7));
  }

  @Test
  void keepsTheSamplesOfAPartOfAGreyPicture() {
    BufferedImage whole = Pictures.noise(20, 20, BufferedImage.TYPE_BYTE_GRAY, 1);
    BufferedImage part = whole.getSubimage(5, 6, 7, 8);

    BufferedImage image = decoder.decode(ImageSource.of(part));

    assertThat(image.getRaster().getSamples(0, 0, 7, 8, 1, (int[]) null))
        .isEqualTo(part.getRaster().getSamples(0, 0, 7, 8, 0, (int[]) null));
  }

  @Test
  void doesNotChangeADecodedPicture() {
    BufferedImage image = Pictures.noise(9, 9, BufferedImage.TYPE_INT_ARGB, 1);
    int[] before = image.getRGB(0, 0, 9, 9, null, 0, 9);

    decoder.decode(ImageSource.of(image));

    assertThat(image.getRGB(0, 0, 9, 9, null, 0, 9)).isEqualTo(before);
  }

  @Test
  void checksTheLimitOnADecodedPicture() {
    BufferedImage image = Pictures.plain(11, 10, BufferedImage.TYPE_3BYTE_BGR, ORANGE);
    ImageDecoder tight = ImageDecoder.builder().maxPixels(109).build();

    assertThatThrownBy(() -> tight.decode(ImageSource.of(image)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContainingAll("image of 11x10", "maxPixels");
  }

  @Test
  @Timeout(10)
  void convertsALargePictureOfAnotherColorSpaceQuickly() {
    ColorSpace linear = ICC_ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
    ComponentColorModel colors =
        new ComponentColorModel(linear, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    BufferedImage image =
        new BufferedImage(colors, colors.createCompatibleWritableRaster(3000, 2000), false, null);
    Arrays.fill(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), (byte) 55);

    assertColor(decoder.decode(ImageSource.of(image)).getRGB(9, 9), 0x808080, 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 715_827_880})
  void refusesAPixelLimitOutOfRange(long maxPixels) {
    assertThatThrownBy(() -> ImageDecoder.builder().maxPixels(maxPixels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxPixels", String.valueOf(maxPixels));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE})
  void refusesAByteLimitOutOfRange(long maxBytes) {
    assertThatThrownBy(() -> ImageDecoder.builder().maxBytes(maxBytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("maxBytes", String.valueOf(maxBytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT25H"})
  void refusesATimeoutOutOfRange(Duration timeout) {
    assertThatThrownBy(() -> ImageDecoder.builder().timeout(timeout))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("timeout", timeout.toString());
  }

  @Test
  void decodesEveryPhotographOfTheSharedFolder() throws IOException {
    Path photos = Path.of(System.getProperty("emotion4j.shared", ""), "data", "photos");
    assumeTrue(Files.isDirectory(photos), "skipped: there are no photographs in " + photos);
    try (Stream<Path> files = Files.list(photos)) {
      for (Path file : files.filter(path -> !path.toString().endsWith(".mp4")).toList()) {
        assertThatCode(() -> decoder.decode(ImageSource.of(file)))
            .as(file.toString())
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void refusesAFilm() {
    Path film = Path.of(System.getProperty("emotion4j.shared", ""), "data/photos/single_face.mp4");
    assumeTrue(Files.exists(film), "skipped: there is no film " + film);

    assertThatThrownBy(() -> decoder.decode(ImageSource.of(film)))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("single_face.mp4");
  }
}
