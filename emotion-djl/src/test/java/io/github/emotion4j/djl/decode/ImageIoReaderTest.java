// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a container, who asks ImageIO first decides which readers it knows. */
class ImageIoReaderTest {

  private final ImageDecoder decoder = ImageDecoder.builder().build();
  private final IIORegistry registry = IIORegistry.getDefaultInstance();
  private final List<ImageReaderSpi> takenOut = new ArrayList<>();
  private final Greedy greedy = new Greedy();

  /** Claims every file, and reads none. */
  private static final class Greedy extends ImageReaderSpi {

    @Override
    public String[] getFormatNames() {
      return new String[] {"JPEG", "jpeg", "PNG", "png", "WEBP", "BMP", "GIF"};
    }

    @Override
    public boolean canDecodeInput(Object source) {
      return source instanceof ImageInputStream;
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
      throw new AssertionError("The reader that claims everything was asked");
    }

    @Override
    public String getDescription(Locale locale) {
      return "a reader that claims everything";
    }
  }

  @BeforeEach
  void changeTheRegistry() {
    registry
        .getServiceProviders(ImageReaderSpi.class, false)
        .forEachRemaining(
            provider -> {
              if (provider.getClass().getName().contains("twelvemonkeys")) {
                takenOut.add(provider);
              }
            });
    takenOut.forEach(
        provider -> registry.deregisterServiceProvider(provider, ImageReaderSpi.class));
    registry.registerServiceProvider(greedy, ImageReaderSpi.class);
    List<ImageReaderSpi> others = new ArrayList<>();
    registry.getServiceProviders(ImageReaderSpi.class, false).forEachRemaining(others::add);
    others.stream()
        .filter(provider -> provider != greedy)
        .forEach(provider -> registry.setOrdering(ImageReaderSpi.class, greedy, provider));
  }

  @AfterEach
  void putItBack() {
    registry.deregisterServiceProvider(greedy, ImageReaderSpi.class);
    takenOut.forEach(provider -> registry.registerServiceProvider(provider, ImageReaderSpi.class));
  }

  private int color(byte[] file) {
    return decoder.decode(ImageSource.of(file)).getRGB(16, 16) & 0xFFFFFF;
  }

  @Test
  void inksAreMixedThoughTheirReaderIsNotRegistered() {
    int cyan = color(Pictures.cmykJpeg(32, 32, 255, 0, 0, 0));

    assertThat(cyan >> 16).isLessThan(90);
    assertThat(cyan & 0xFF).isGreaterThan(165);
  }

  @Test
  void everyFormatIsReadByTheReaderThatIsMeantForIt() {
    BufferedImage blue = Pictures.plain(32, 32, BufferedImage.TYPE_INT_RGB, 0x0000FF);
    for (String format : List.of("png", "bmp")) {
      assertThat(color(Pictures.encode(blue, format))).as(format).isEqualTo(0x0000FF);
    }
    assertThat(color(Pictures.webp(32, 32, 0x0000FF))).isEqualTo(0x0000FF);
    assertThat(color(Pictures.encode(blue, "jpeg")) & 0xFF).isGreaterThan(250);
  }
}
