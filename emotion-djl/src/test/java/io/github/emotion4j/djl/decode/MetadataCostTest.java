// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in a file beside its picture costs no more than reading over it. */
class MetadataCostTest {

  private static final int FILE_SIZE = 20 << 20;
  private static final byte[] NOTHING = {};

  private final ImageDecoder decoder = ImageDecoder.builder().build();
  private final SlowestCase slowest = new SlowestCase();

  private static byte[] picture(String format) {
    return Pictures.encode(Pictures.noise(50, 50, BufferedImage.TYPE_3BYTE_BGR, 1), format);
  }

  /** Puts a part in as often as the file is to be large. */
  private static byte[] stuffed(byte[] file, int at, byte[] part) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FILE_SIZE + file.length);
    bytes.write(file, 0, at);
    while (bytes.size() < FILE_SIZE) {
      bytes.writeBytes(part);
    }
    bytes.write(file, at, file.length - at);
    return bytes.toByteArray();
  }

  static Stream<Arguments> files() {
    Stream<Arguments> segments =
        Stream.of(0xFE, 0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xDB, 0xC4, 0xDD)
            .map(
                marker ->
                    Arguments.of(
                        "JPEG with segments of " + Integer.toHexString(marker),
                        stuffed(picture("jpeg"), 2, new byte[] {-1, marker.byteValue(), 0, 2})));
    Stream<Arguments> chunks =
        Stream.of("IDAT", "PLTE", "tRNS", "tEXt", "eXIf", "zTXt")
            .map(
                name ->
                    Arguments.of(
                        "PNG with chunks of " + name,
                        stuffed(picture("png"), 33, Pictures.pngChunk(name, NOTHING))));
    byte[] gif = picture("gif");
    int behindPalette = 13 + 3 * (2 << (gif[10] & 7));
    Stream<Arguments> others =
        Stream.of(
            Arguments.of(
                "GIF with comments", stuffed(gif, behindPalette, new byte[] {0x21, -2, 1, 'a', 0})),
            Arguments.of(
                "GIF with one endless comment",
                stuffed(
                    Pictures.join(
                        Arrays.copyOf(gif, behindPalette),
                        new byte[] {0x21, -2, 0},
                        Arrays.copyOfRange(gif, behindPalette, gif.length)),
                    behindPalette + 2,
                    new byte[] {1, 'a'})),
            Arguments.of(
                "WebP with empty chunks",
                Pictures.extendedWebp(
                    50,
                    50,
                    stuffed(NOTHING, 0, Pictures.webpChunk("XXXX", NOTHING)),
                    Pictures.webpChunk("VP8L", Pictures.losslessStream(50, 50, 1)))),
            Arguments.of("JPEG with overlapping EXIF directories", overlappingDirectories()));
    return Stream.of(segments, chunks, others).flatMap(all -> all);
  }

  /** As many entries as fit, each of which says that a directory begins at the one before it. */
  private static byte[] overlappingDirectories() {
    int entries = 5400;
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 12 * entries + 4);
    tiff.put(Pictures.latin1("MM\0*")).putInt(8).putShort((short) entries);
    for (int i = 0; i < entries; i++) {
      tiff.putShort((short) (i % 2 == 0 ? 0x8769 : 0x8825));
      tiff.putShort((short) 4).putInt(1).putInt(8 + 12 * (i / 2));
    }
    return Pictures.withExif(picture("jpeg"), tiff.putInt(8).array());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  @Timeout(60)
  void whatIsBesideThePictureCostsNoTimeAndNoMoreMemoryThanAFewTimesTheFile(
      String name, byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    decodeOrRefuse(picture("jpeg"));
    long before = threads.getCurrentThreadAllocatedBytes();

    slowest.time(name, () -> decodeOrRefuse(file));

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated)
        .as("bytes allocated for %s", name)
        .isLessThan(4L * file.length + 8_000_000);
  }

  private void decodeOrRefuse(byte[] file) {
    try {
      assertThat(decoder.decode(ImageSource.of(file)).getWidth()).isEqualTo(50);
    } catch (InvalidImageException e) {
      assertThat(e).hasMessageContaining("it is broken (more than");
    }
  }
}
