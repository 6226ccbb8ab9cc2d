// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.emotion4j.DetectorBusyException;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes large files and large pictures, mutated and stuffed, by four callers at once. Short
 * unless the system property {@code emotion4j.fuzz.minutes} says for how long; then files have up
 * to 60 MB. Meant for a small heap: {@code -Dtests.heap=512m}.
 */
class LargeFilesFuzzTest {

  private static final Logger log = LoggerFactory.getLogger(LargeFilesFuzzTest.class);

  private static final int MINUTES = Integer.getInteger("emotion4j.fuzz.minutes", 0);
  private static final int CALLERS = 4;
  private static final int CALLS_A_ROUND = 5;
  private static final int SHORT_ROUNDS = 1;
  private static final int MOST_BYTES = MINUTES == 0 ? 4_000_000 : 60_000_000;
  private static final int[] SIDES = MINUTES == 0 ? new int[] {700} : new int[] {700, 2500, 7000};

  /** Of a picture, beyond two seconds: what its pixels may take, decoded at some 10 MB a second. */
  private static final long NANOS_A_PIXEL = 100;

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Of a picture, beyond its pixels and the bytes of its file. */
  private static final long MOST_ALLOCATED = 300L << 20;

  /**
   * What a picture's pixels may take: of a progressive one, the JDK's reader copies each row in
   * each of its passes, and lets go of it. What lives at the same time is bounded by the heap.
   */
  private static final long ALLOCATED_A_PIXEL = 80;

  @TempDir private Path folder;

  private final ImageDecoder decoder = ImageDecoder.builder().build();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AtomicLong cases = new AtomicLong();
  private final AtomicLong pictures = new AtomicLong();
  private final AtomicLong tooLarge = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();

  @Test
  void fourCallersEndInPicturesOrEmotionExceptionsWithinLimitsOfTimeAndMemory() throws Exception {
    List<byte[]> files = files();
    Random random = new Random(1);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    for (int round = 0; round < SHORT_ROUNDS || System.nanoTime() < end; round++) {
      // Made before anybody decodes, and left on the disk: what is tried is the decoder's memory.
      List<Callable<Void>> calls = new ArrayList<>();
      for (int call = 0; call < CALLERS * CALLS_A_ROUND; call++) {
        Path file = folder.resolve(call + ".bin");
        Files.write(file, hostile(files.get(random.nextInt(files.size())), random));
        int side = random.nextBoolean() ? 500 : Integer.MAX_VALUE;
        calls.add(
            () -> {
              decode(file, side);
              return null;
            });
      }
      for (Future<Void> call : callers.invokeAll(calls, MINUTES + 5L, TimeUnit.MINUTES)) {
        call.get();
      }
    }
    callers.shutdown();
    log.info(
        "Heap {} MiB: {} cases, {} of them pictures, {} refused for want of memory; the slowest took"
            + " {} ms of its processor",
        Runtime.getRuntime().maxMemory() >> 20,
        cases,
        pictures,
        tooLarge,
        TimeUnit.NANOSECONDS.toMillis(slowest.get()));
    assertThat(tooLarge.get())
        .as("refused for want of memory")
        .isLessThanOrEqualTo(cases.get() / 100);
  }

  private static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    for (int side : SIDES) {
      BufferedImage plain = Pictures.plain(side, side, BufferedImage.TYPE_3BYTE_BGR, 0xFF336699);
      plain.setData(Pictures.noise(300, 300, BufferedImage.TYPE_3BYTE_BGR, side).getData());
      files.add(Pictures.encode(plain, "jpeg"));
      files.add(Pictures.progressiveJpeg(plain));
      files.add(Pictures.encode(plain, "png"));
      files.add(Pictures.encodeWithOpenCv(plain, ".webp", 64, 40));
      if (side < 3000) {
        files.add(Pictures.encodeWithOpenCv(plain, ".webp", 64, 101));
        files.add(Pictures.encode(plain, "bmp"));
        BufferedImage indexed = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setData(Pictures.noise(300, 300, BufferedImage.TYPE_BYTE_INDEXED, 1).getData());
        files.add(Pictures.encode(indexed, "gif"));
        files.add(Pictures.cmykJpeg(side, side, 9, 99, 30, 3));
      }
    }
    return files;
  }

  /** Mutates a file, or repeats a few bytes of it until it is large, or both. */
  private static byte[] hostile(byte[] file, Random random) {
    byte[] stuffed = random.nextBoolean() ? stuffed(file, random) : file;
    return random.nextInt(3) > 0 ? HostileFiles.mutate(stuffed, random) : stuffed;
  }

  private static byte[] stuffed(byte[] file, Random random) {
    int head = Math.min(file.length - 1, new int[] {2, 12, 33, 13 + 768, 8, 54}[random.nextInt(6)]);
    byte[][] parts = {
      {-1, (byte) (0xC0 + random.nextInt(64)), 0, 2},
      {-1, (byte) 0xE1, 0, 8, 'E', 'x', 'i', 'f', 0, 0},
      {-1, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0},
      Pictures.pngChunk(
          new String[] {"IDAT", "tEXt", "PLTE", "eXIf"}[random.nextInt(4)], new byte[0]),
      {0x21, -2, 1, 'a', 0},
      {0x21, (byte) 0xF9, 4, 0, 0, 0, 0, 0},
      Pictures.webpChunk(
          new String[] {"XXXX", "ALPH", "EXIF", "ANMF"}[random.nextInt(4)], new byte[0]),
      Arrays.copyOfRange(file, head, Math.min(file.length, head + 1 + random.nextInt(100)))
    };
    byte[] part = parts[random.nextInt(parts.length)];
    int room = Math.max(1, MOST_BYTES - file.length);
    int most = file.length + (int) (room * Math.pow(random.nextDouble(), 2));
    int repeats = Math.max(0, most - head) / part.length + 1;
    ByteBuffer bytes = ByteBuffer.allocate(file.length + repeats * part.length);
    bytes.put(file, 0, head);
    for (int i = 0; i < repeats; i++) {
      bytes.put(part);
    }
    return bytes.put(file, head, file.length - head).array();
  }

  private void decode(Path file, int side) throws IOException {
    long bytes = Files.size(file);
    long time = threads.getCurrentThreadCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long pixels = 0;
    try (DecodedImage image = decoder.decode(ImageSource.of(file), side)) {
      pixels = (long) image.width() * image.height();
      pictures.incrementAndGet();
    } catch (EmotionException e) {
      if (e.getCause() instanceof OutOfMemoryError) {
        tooLarge.incrementAndGet(); // four files of 60 MB and pixels can be more than a small heap
      } else if (e instanceof DetectorBusyException) {
        assertThat(e)
            .hasMessageContaining("waited"); // its memory is with others, on a slow machine
      } else {
        assertThat(e.getCause()).as(e.getMessage()).isNotInstanceOf(Error.class);
      }
    }
    cases.incrementAndGet();
    long taken = threads.getCurrentThreadCpuTime() - time;
    long used = threads.getCurrentThreadAllocatedBytes() - allocated;
    if (taken >= MOST_NANOS || used >= MOST_ALLOCATED) {
      pixels = Math.max(pixels, declaredPixels(Files.readAllBytes(file)));
    }
    slowest.accumulateAndGet(taken, Math::max);
    assertThat(taken)
        .as("time for %d bytes, %d pixels", bytes, pixels)
        .isLessThan(MOST_NANOS + NANOS_A_PIXEL * pixels);
    assertThat(used)
        .as("bytes allocated for %d bytes, %d pixels", bytes, pixels)
        .isLessThan(MOST_ALLOCATED + ALLOCATED_A_PIXEL * pixels + 3 * bytes);
  }

  private static long declaredPixels(byte[] file) {
    try {
      EncodedImage image = EncodedImage.inspect(file);
      return Math.min(64_000_000, (long) image.width() * image.height());
    } catch (RefusedImageException | RuntimeException e) {
      return 0; // it declares none that anybody could believe
    }
  }
}
