// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageSourceTest {

  @Test
  void describesAFileByItsPath() {
    Path path = Path.of("folder", "a.jpg");

    assertThat(ImageSource.of(path).describe()).isEqualTo(path.toString());
  }

  @Test
  void describesADecodedPictureByItsSize() {
    BufferedImage image = new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB);

    assertThat(ImageSource.of(image).describe()).isEqualTo("image of 3x4");
  }

  @Test
  void describesBytesByTheirNumber() {
    assertThat(ImageSource.of(new byte[7]).describe()).isEqualTo("7 bytes");
  }

  @Test
  void describesAStreamWithoutReadingIt() {
    ByteArrayInputStream stream = new ByteArrayInputStream(new byte[7]);

    assertThat(ImageSource.of(stream).describe()).isEqualTo("stream");
    assertThat(stream.available()).isEqualTo(7);
  }

  @Test
  void describesAnAddressByItself() {
    assertThat(ImageSource.of(URI.create("https://example.org/a.jpg")).describe())
        .isEqualTo("https://example.org/a.jpg");
  }

  @Test
  void shortensADataAddress() {
    URI uri = URI.create("data:image/png;base64," + "A".repeat(100_000));

    assertThat(ImageSource.of(uri).describe())
        .hasSize(81)
        .startsWith("data:image/png;base64,AAA")
        .endsWith("A…");
  }

  @Test
  void doesNotShortenTheAddressOfAFileWhichItsEndNames() {
    String uri = "file:///" + "folder/".repeat(20) + "a.png";

    assertThat(ImageSource.of(URI.create(uri)).describe()).isEqualTo(uri);
  }

  @Test
  void doesNotShortenAnAddressThatJustFits() {
    String uri = "https://example.org/" + "a".repeat(60);

    assertThat(ImageSource.of(URI.create(uri)).describe()).isEqualTo(uri);
  }

  @Test
  void isEqualToASourceOfTheSameBytes() {
    assertThat(ImageSource.of(new byte[] {1, 2}))
        .isEqualTo(ImageSource.of(new byte[] {1, 2}))
        .hasSameHashCodeAs(ImageSource.of(new byte[] {1, 2}))
        .isNotEqualTo(ImageSource.of(new byte[] {1, 3}));
  }

  @Test
  void namedBytesDescribeThemselvesByTheirName() {
    assertThat(ImageSource.of(new byte[1000], "a.zip!/b.jpg").describe()).isEqualTo("a.zip!/b.jpg");
  }

  @Test
  void doesNotPrintTheBytes() {
    assertThat(ImageSource.of(new byte[1000])).hasToString("OfBytes[1000 bytes]");
  }
}
