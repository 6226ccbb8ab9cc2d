// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emotion4j.ImageSource;
import io.github.emotion4j.InvalidImageException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReducedDecodingTest {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;

  private final ImageDecoder decoder = ImageDecoder.builder().build();

  /** White above, orange at the lower left, blue at the lower right. */
  private static BufferedImage picture() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT / 2);
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(0, HEIGHT / 2, WIDTH / 2, HEIGHT / 2);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(WIDTH / 2, HEIGHT / 2, WIDTH / 2, HEIGHT / 2);
    graphics.dispose();
    return image;
  }

  private DecodedImage decode(byte[] file, int side) {
    return decoder.decode(ImageSource.of(file), side);
  }

  private static void assertColor(BufferedImage image, double x, double y, Color expected) {
    Color actual =
        new Color(image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())));
    assertThat(actual.getRed()).isCloseTo(expected.getRed(), within(6));
    assertThat(actual.getGreen()).isCloseTo(expected.getGreen(), within(6));
    assertThat(actual.getBlue()).isCloseTo(expected.getBlue(), within(6));
  }

  @ParameterizedTest
  @CsvSource({"1, 100, 75", "100, 100, 75", "101, 200, 150", "200, 200, 150", "400, 400, 300"})
  void isDecodedAtTheLeastSizeThatWillDo(int side, int width, int height) {
    DecodedImage decoded = decode(Pictures.encode(picture(), "jpeg"), side);

    assertThat(decoded.isReduced()).isTrue();
    assertThat(decoded.image().getWidth()).isEqualTo(width);
    assertThat(decoded.image().getHeight()).isEqualTo(height);
    assertThat(decoded.image().getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    assertColor(decoded.image(), 0.5, 0.2, Color.WHITE);
    assertColor(decoded.image(), 0.2, 0.8, Color.ORANGE);
    assertColor(decoded.image(), 0.8, 0.8, Color.BLUE);
  }

  @Test
  void tellsTheSizeOfTheWholePictureAndGivesIt() {
    byte[] file = Pictures.encode(picture(), "jpeg");

    DecodedImage decoded = decode(file, 200);

    assertThat(decoded.width()).isEqualTo(WIDTH);
    assertThat(decoded.height()).isEqualTo(HEIGHT);
    BufferedImage whole = decoded.whole();
    assertThat(whole.getWidth()).isEqualTo(WIDTH);
    assertThat(whole.getRGB(700, 500)).isEqualTo(decode(file, WIDTH).image().getRGB(700, 500));
  }

  @ParameterizedTest
  @CsvSource({"401", "800", "2147483647"})
  void isDecodedWholeWhereAHalfWouldBeTooSmall(int side) {
    DecodedImage decoded = decode(Pictures.encode(picture(), "jpeg"), side);

    assertThat(decoded.isReduced()).isFalse();
    assertThat(decoded.image().getWidth()).isEqualTo(WIDTH);
    assertThat(decoded.whole()).isSameAs(decoded.image());
  }

  @Test
  void isTurnedUprightAsItsExifBlockTells() {
    byte[] file = Pictures.withExif(Pictures.encode(picture(), "jpeg"), Pictures.orientation(6));

    DecodedImage decoded = decode(file, 200);

    assertThat(decoded.width()).isEqualTo(HEIGHT);
    assertThat(decoded.height()).isEqualTo(WIDTH);
    assertThat(decoded.image().getWidth()).isEqualTo(150);
    assertThat(decoded.image().getHeight()).isEqualTo(200);
    assertColor(decoded.image(), 0.8, 0.5, Color.WHITE);
    assertColor(decoded.image(), 0.2, 0.2, Color.ORANGE);
    assertColor(decoded.image(), 0.2, 0.8, Color.BLUE);
  }

  static Stream<Arguments> filesOfOtherKinds() {
    BufferedImage indexed = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.createGraphics().drawImage(picture(), 0, 0, null);
    byte[] restarts =
        Pictures.withSegment(Pictures.encode(picture(), "jpeg"), 0xDD, new byte[] {0, 0});
    return Stream.of(
        Arguments.of("progressive JPEG", Pictures.progressiveJpeg(picture())),
        Arguments.of("JPEG with a restart interval", restarts),
        Arguments.of("PNG", Pictures.encode(picture(), "png")),
        Arguments.of("GIF", Pictures.encode(indexed, "gif")),
        Arguments.of("lossy WebP", Pictures.encodeWithOpenCv(picture(), ".webp", 64, 95)),
        Arguments.of("lossless WebP", Pictures.encodeWithOpenCv(picture(), ".webp", 64, 101)),
        Arguments.of("BMP", Pictures.encode(picture(), "bmp")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfOtherKinds")
  void everyOtherKindIsReducedToo(String name, byte[] file) {
    DecodedImage decoded = decode(file, 100);

    assertThat(decoded.isReduced()).as(name).isTrue();
    assertThat(decoded.image().getWidth()).isEqualTo(100);
    assertThat(decoded.image().getHeight()).isEqualTo(75);
    assertThat(decoded.width()).isEqualTo(WIDTH);
    assertColor(decoded.image(), 0.5, 0.2, Color.WHITE);
    assertColor(decoded.image(), 0.2, 0.8, Color.ORANGE);
    assertColor(decoded.image(), 0.8, 0.8, Color.BLUE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesOfOtherKinds")
  void andGivesTheWhole(String name, byte[] file) {
    DecodedImage decoded = decode(file, 100);

    assertThat(decoded.whole().getWidth()).as(name).isEqualTo(WIDTH);
    assertThat(decoded.isReduced()).isFalse();
    assertColor(decoded.image(), 0.8, 0.8, Color.BLUE);
  }

  @Test
  void aCmykPictureIsReducedToo() {
    byte[] file = Pictures.cmykJpeg(WIDTH, HEIGHT, 255, 0, 0, 0);

    DecodedImage decoded = decode(file, 100);

    assertThat(decoded.image().getWidth()).isEqualTo(100);
    assertThat(decoded.image().getRGB(50, 30))
        .isEqualTo(decode(file, WIDTH).image().getRGB(400, 300));
  }

  @Test
  void aPictureWithRestartMarkersIsNotOfTheCommonKind() throws RefusedImageException {
    byte[] file = Pictures.withSegment(Pictures.encode(picture(), "jpeg"), 0xDD, new byte[] {0, 4});

    assertThat(((JpegFile) EncodedImage.inspect(file)).isPlain()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0.3", "0.6", "0.95"})
  void missingPixelsAreRefusedAsInAWholePicture(double share) {
    byte[] file =
        Pictures.encode(Pictures.noise(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB, 1), "jpeg");
    byte[] cut = Arrays.copyOf(file, (int) (share * file.length));
    cut[cut.length - 2] = (byte) 0xFF;
    cut[cut.length - 1] = (byte) 0xD9;

    assertThatThrownBy(() -> decode(cut, 200))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("truncated");
  }

  @Test
  void aPictureThatEndsInTheGreyOfMissingPixelsIsDecodedToo() {
    BufferedImage grey = Pictures.plain(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB, 0xFF808080);

    DecodedImage decoded = decode(Pictures.encode(grey, "jpeg"), 200);

    assertThat(decoded.image().getWidth()).isEqualTo(200);
    assertColor(decoded.image(), 0.5, 0.5, new Color(128, 128, 128));
  }

  @Test
  void aPictureWithTooManyPixelsIsRefusedBeforeItIsDecoded() {
    ImageDecoder strict = ImageDecoder.builder().maxPixels(1000).build();
    ImageSource source = ImageSource.of(Pictures.encode(picture(), "jpeg"));

    assertThatThrownBy(() -> strict.decode(source, 100))
        .isInstanceOf(InvalidImageException.class)
        .hasMessageContaining("480000 pixels");
  }

  @Test
  void aSideThatIsNotPositiveIsRefused() {
    ImageSource source = ImageSource.of(picture());

    assertThatThrownBy(() -> decoder.decode(source, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("side");
  }
}
