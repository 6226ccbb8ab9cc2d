// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emotion4j.AnalysisInterruptedException;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecodingMemoryTest {

  private static final Duration NOT_LONG = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final DecodingMemory memory = new DecodingMemory(100);

  @Test
  void whatFitsIsTakenAtOnce() {
    memory.take("a", 60, NOT_LONG);

    assertThat(memory.take("b", 40, NOT_LONG)).isNotNull();
  }

  @Test
  void whatDoesNotFitWaitsNoLongerThanAllowed() {
    memory.take("a", 60, NOT_LONG);

    assertThatThrownBy(() -> memory.take("b.png", 41, NOT_LONG))
        .isInstanceOf(DetectorBusyException.class)
        .hasMessageContainingAll("b.png", "waited PT0.02S", "maxMemory", "-Xmx");
  }

  @Test
  void whatNeedsMoreThanThereIsGoesAlone() {
    DecodingMemory.Share alone = memory.take("large", 1000, NOT_LONG);
    assertThatThrownBy(() -> memory.take("small", 1, NOT_LONG))
        .isInstanceOf(DetectorBusyException.class);

    alone.close();

    assertThat(memory.take("small", 1, NOT_LONG)).isNotNull();
  }

  @Test
  void whatIsGivenBackIsThereForOthers() throws Exception {
    DecodingMemory.Share first = memory.take("a", 90, NOT_LONG);
    CompletableFuture<DecodingMemory.Share> second =
        CompletableFuture.supplyAsync(() -> memory.take("b", 50, LONG));
    assertThat(second).isNotDone();

    first.shrinkTo(50);

    assertThat(second.get(50, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void closingTwiceGivesBackOnce() {
    DecodingMemory.Share first = memory.take("a", 60, NOT_LONG);
    memory.take("b", 40, NOT_LONG);
    first.close();
    first.close();

    assertThatThrownBy(() -> memory.take("c", 61, NOT_LONG))
        .isInstanceOf(DetectorBusyException.class);
  }

  @Test
  void whoIsInterruptedStopsWaitingAndKeepsItsFlag() {
    memory.take("a", 60, NOT_LONG);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> memory.take("b", 60, LONG))
        .isInstanceOf(AnalysisInterruptedException.class)
        .hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aDecoderHoldsAPicturesMemoryUntilItIsClosed() {
    byte[] png = Pictures.encode(Pictures.noise(100, 100, BufferedImage.TYPE_INT_RGB, 1), "png");
    ImageDecoder tight = ImageDecoder.builder().maxMemory(100_000).maxWait(NOT_LONG).build();

    try (DecodedImage open = tight.decode(ImageSource.of(png), 100)) {
      assertThat(open.image().getWidth()).isEqualTo(100);
      assertThatThrownBy(() -> tight.decode(ImageSource.of(png)))
          .isInstanceOf(DetectorBusyException.class);
    }
    assertThat(tight.decode(ImageSource.of(png)).getWidth()).isEqualTo(100);
  }

  @Test
  void aBrokenPictureGivesItsMemoryBack() {
    byte[] png = Pictures.encode(Pictures.noise(100, 100, BufferedImage.TYPE_INT_RGB, 1), "png");
    byte[] cut = Arrays.copyOf(png, png.length / 2);
    ImageDecoder tight = ImageDecoder.builder().maxMemory(100_000).maxWait(NOT_LONG).build();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> tight.decode(ImageSource.of(cut))).hasMessageContaining("truncated");
    }

    assertThat(tight.decode(ImageSource.of(png)).getWidth()).isEqualTo(100);
  }

  @Test
  void theWholeOfAReducedPictureTakesThePlaceOfItsMemory() {
    byte[] webp =
        Pictures.encodeWithOpenCv(
            Pictures.noise(200, 200, BufferedImage.TYPE_INT_RGB, 1), ".webp", 64, 101);
    ImageDecoder tight = ImageDecoder.builder().maxMemory(1).maxWait(NOT_LONG).build();

    try (DecodedImage reduced = tight.decode(ImageSource.of(webp), 20)) {
      assertThat(reduced.isReduced()).isTrue();
      assertThat(reduced.whole().getWidth()).isEqualTo(200);
    }
    assertThat(tight.decode(ImageSource.of(webp)).getWidth()).isEqualTo(200);
  }

  @Test
  void manyThatDoNotFitTogetherAreDecodedOneAfterTheOther() throws Exception {
    byte[] png = Pictures.encode(Pictures.noise(100, 100, BufferedImage.TYPE_INT_RGB, 1), "png");
    ImageDecoder tight = ImageDecoder.builder().maxMemory(1).maxWait(LONG).build();
    AtomicInteger open = new AtomicInteger();
    CountDownLatch begin = new CountDownLatch(1);
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          begin.countDown();
                          try (DecodedImage image = tight.decode(ImageSource.of(png), 100)) {
                            int together = open.incrementAndGet();
                            open.decrementAndGet();
                            return image.width() * together;
                          }
                        }))
            .toList();
    begin.await();

    for (CompletableFuture<Integer> call : calls) {
      assertThat(call.get(50, TimeUnit.SECONDS)).isEqualTo(100);
    }
  }
}
