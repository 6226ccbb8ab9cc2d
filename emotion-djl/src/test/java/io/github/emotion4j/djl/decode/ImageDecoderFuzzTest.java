// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes mutations of good files. The system property {@code emotion4j.fuzz.cases} sets how many
 * there are of each file.
 */
class ImageDecoderFuzzTest {
  private static final int CASES_A_FILE = Integer.getInteger("emotion4j.fuzz.cases", 400);

  private static final Logger log = LoggerFactory.getLogger(ImageDecoderFuzzTest.class);

  /** Half of the cases are for a face detector that can do with so few pixels a side. */
  private static final int REDUCED = 8;

  private final ImageDecoder decoder =
      ImageDecoder.builder().maxPixels(100_000).maxBytes(100_000).build();

  static List<String> names() {
    return List.copyOf(HostileFiles.FILES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  @Timeout(300)
  void endsInAPictureOrAnEmotionExceptionWithinASecondWhateverIsWrong(String name) {
    byte[] file = HostileFiles.FILES.get(name);
    SlowestCase slowest = new SlowestCase();
    for (int seed = 0; seed < CASES_A_FILE; seed++) {
      byte[] mutant = HostileFiles.mutate(file, new Random(seed * 31L + name.hashCode()));
      String what = name + ", seed " + seed;
      int side = seed % 2 == 0 ? Integer.MAX_VALUE : REDUCED;
      slowest.time(what, () -> decode(what, mutant, side));
    }
    log.info("{} cases; the slowest was {}", CASES_A_FILE, slowest);
  }

  private void decode(String name, byte[] file, int side) {
    try {
      BufferedImage image = decoder.decode(ImageSource.of(file), side).image();
      assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_3BYTE_BGR);
    } catch (EmotionException e) {
      // An Error would mean that a size was not checked beforehand.
      assertThat(e.getCause()).as(name).isNotInstanceOf(Error.class);
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }
}
