// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.internal.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opencv.core.Mat;

class PixelsTest {

  private static final double GREY = 0.4;
  private static final int SIZE = 10;

  /** Every data type and layout of a raster that Java knows, filled with the same grey. */
  static Stream<Arguments> kinds() {
    List<Arguments> kinds = new ArrayList<>();
    for (int space : new int[] {ColorSpace.CS_GRAY, ColorSpace.CS_sRGB}) {
      for (boolean alpha : new boolean[] {false, true}) {
        for (int type :
            new int[] {
              DataBuffer.TYPE_BYTE,
              DataBuffer.TYPE_USHORT,
              DataBuffer.TYPE_SHORT,
              DataBuffer.TYPE_INT,
              DataBuffer.TYPE_FLOAT,
              DataBuffer.TYPE_DOUBLE
            }) {
          for (boolean banded : new boolean[] {false, true}) {
            String name =
                "%s of type %d%s%s"
                    .formatted(
                        space == ColorSpace.CS_GRAY ? "grey" : "colour",
                        type,
                        alpha ? " with alpha" : "",
                        banded ? ", banded" : "");
            kinds.add(Arguments.of(name, image(space, alpha, type, banded)));
          }
        }
      }
    }
    return kinds.stream();
  }

  private static BufferedImage image(int space, boolean alpha, int type, boolean banded) {
    ColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            type);
    int bands = colors.getNumComponents();
    WritableRaster raster =
        banded
            ? Raster.createWritableRaster(new BandedSampleModel(type, SIZE, SIZE, bands), null)
            : colors.createCompatibleWritableRaster(SIZE, SIZE);
    double white =
        switch (type) {
          case DataBuffer.TYPE_BYTE -> 255;
          case DataBuffer.TYPE_USHORT -> 65535;
          case DataBuffer.TYPE_SHORT -> Short.MAX_VALUE;
          case DataBuffer.TYPE_INT -> 0xFFFFFFFFL;
          default -> 1;
        };
    for (int band = 0; band < bands; band++) {
      boolean opacity = alpha && band == bands - 1;
      for (int i = 0; i < SIZE * SIZE; i++) {
        double sample = (opacity ? 1 : GREY) * white;
        if (type == DataBuffer.TYPE_INT) { // without a sign
          raster.setSample(i % SIZE, i / SIZE, band, (int) (long) sample);
        } else {
          raster.setSample(i % SIZE, i / SIZE, band, sample);
        }
      }
    }
    return new BufferedImage(colors, raster, false, null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void everyKindOfPictureIsAsBrightAsItsSamples(String name, BufferedImage image) {
    BufferedImage bgr = Pixels.toBgr(image);

    assertThat(bgr.getType()).as(name).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    for (int band = 0; band < 3; band++) {
      assertThat(bgr.getRaster().getSample(5, 5, band))
          .as(name)
          .isCloseTo((int) Math.round(255 * GREY), within(2));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void aFaceDetectorSeesThePixelsThatAreAnalyzed(String name, BufferedImage image) {
    byte[] seen = new byte[3];
    Mat mat = OpenCv.toBgr(image);
    try {
      mat.get(5, 5, seen);
    } finally {
      mat.release();
    }

    assertThat(seen[0] & 0xFF)
        .as(name)
        .isEqualTo(Pixels.toBgr(image).getRaster().getSample(5, 5, 2));
  }

  @Test
  void greyThatCanBeSeenThroughIsBlendedWithWhite() {
    BufferedImage image = image(ColorSpace.CS_GRAY, true, DataBuffer.TYPE_BYTE, false);
    image.getRaster().setPixel(0, 0, new int[] {0, 0});
    image.getRaster().setPixel(1, 0, new int[] {0, 51});

    BufferedImage bgr = Pixels.toBgr(image);

    assertThat(bgr.getRaster().getSample(0, 0, 0)).isEqualTo(255);
    assertThat(bgr.getRaster().getSample(1, 0, 0)).isEqualTo(204);
  }

  @Test
  void halvingAveragesFourPixelsAndRoundsTheSidesUp() {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_3BYTE_BGR);
    image.getRaster().setSamples(0, 0, 3, 3, 0, new int[] {10, 20, 90, 30, 40, 70, 1, 5, 200});

    BufferedImage half = Pixels.halved(image);

    assertThat(half.getRaster().getSamples(0, 0, 2, 2, 0, (int[]) null))
        .containsExactly(25, 80, 3, 200);
  }
}
