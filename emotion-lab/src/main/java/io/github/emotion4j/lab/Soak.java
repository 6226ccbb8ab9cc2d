// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import io.github.emotion4j.Emotion;
import io.github.emotion4j.EmotionDetector;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.EmotionResult;
import io.github.emotion4j.FaceRegion;
import io.github.emotion4j.ImageSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Lets many threads use one detector for a long time, over mixed pictures, good and broken, and
 * looks whether each result is the one that a single thread got, whether memory grows, and whether
 * closing the detector under load ends cleanly.
 */
final class Soak {

  /** Sums over tensors are in another order when threads are busy. */
  static final double TOLERANCE = 1e-3;

  /** A box is rounded to whole pixels, so a tiny difference can become one. */
  private static final int REGION_TOLERANCE = 1;

  private static final int PICTURES_A_BATCH = 3;
  private static final int BATCH_EVERY = 10;
  private static final Duration END = Duration.ofSeconds(60);

  private final EmotionDetector detector;
  private final List<byte[]> pictures;
  private final List<Analysis> expected = new ArrayList<>();
  private final AtomicLong analyses = new AtomicLong();
  private final AtomicLong differences = new AtomicLong();
  private final AtomicReference<String> firstDifference = new AtomicReference<>("");
  private volatile boolean closing;

  private Soak(EmotionDetector detector, List<byte[]> pictures) {
    this.detector = detector;
    this.pictures = pictures;
  }

  /**
   * What came of it.
   *
   * @param pictures how many pictures were analyzed
   * @param differences how many results were not the expected ones
   * @param firstDifference the first of them in words, or empty
   * @param residentKib resident memory at equal distances in time, empty where the system does not
   *     tell
   * @param closeMillis how long closing under load took
   * @param unclean how many threads did not end with the exception that tells of a closed detector
   */
  record Outcome(
      long pictures,
      long differences,
      String firstDifference,
      List<Long> residentKib,
      long closeMillis,
      long unclean) {

    /**
     * Returns the samples after the first quarter of the time.
     *
     * @return resident memory in KiB
     */
    List<Long> warm() {
      return residentKib.subList(residentKib.size() / 4, residentKib.size());
    }

    /**
     * Returns how fast memory grows once warm: the slope of the line through the samples.
     *
     * @return KiB from one sample to the next, as slope, with its standard error; {@code NaN} for
     *     fewer than three samples
     */
    SimpleRegression growthKib() {
      SimpleRegression line = new SimpleRegression();
      List<Long> warm = warm();
      for (int i = 0; i < warm.size(); i++) {
        line.addData(i, warm.get(i));
      }
      return line;
    }
  }

  /**
   * Makes the pictures of a soak: sizes from 48x48 to full HD, none to three faces, several
   * formats, and two broken files.
   *
   * @return contents of files
   * @throws IOException if they can't be made
   */
  static List<byte[]> pictures() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (BufferedImage face : SamplePictures.faces()) {
      files.add(SamplePictures.encode(face, "png"));
    }
    files.add(SamplePictures.encode(SamplePictures.picture(640, 480, 1, 0.2, 5), "jpeg"));
    files.add(SamplePictures.encode(SamplePictures.picture(640, 480, 3, 0.2, 4), "png"));
    files.add(SamplePictures.encode(SamplePictures.picture(320, 240, 2, 0.3, 5), "bmp"));
    files.add(SamplePictures.encode(SamplePictures.picture(480, 640, 1, 0.01, 4), "gif"));
    byte[] large = SamplePictures.encode(SamplePictures.picture(1920, 1080, 2, 0.2, 5), "jpeg");
    files.add(large);
    files.add(Arrays.copyOf(large, large.length / 2));
    files.add(new byte[] {'G', 'I', 'F', '8', '9', 'a', 0, 0});
    return files;
  }

  /**
   * Runs, and closes the detector at the end, while the threads still use it.
   *
   * @param detector closed at the end
   * @param pictures contents of files; broken ones are expected to fail every time
   * @param threads how many use the detector at once
   * @param time how long
   * @param samples how often memory is looked at, at least 2
   * @param progress is told each sample
   * @return what came of it
   * @throws InterruptedException if this thread is interrupted
   */
  static Outcome run(
      EmotionDetector detector,
      List<byte[]> pictures,
      int threads,
      Duration time,
      int samples,
      Consumer<String> progress)
      throws InterruptedException {
    return new Soak(detector, pictures).run(threads, time, samples, progress);
  }

  private Outcome run(int threads, Duration time, int samples, Consumer<String> progress)
      throws InterruptedException {
    pictures.forEach(picture -> expected.add(analyze(picture)));
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<Boolean>> users = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(i);
      users.add(executor.submit(() -> useUntilClosed(random)));
    }
    List<Long> resident = new ArrayList<>();
    for (int i = 1; i <= samples; i++) {
      TimeUnit.NANOSECONDS.sleep(time.toNanos() / samples);
      ProcessMemory.residentKib(ProcessHandle.current().pid()).ifPresent(resident::add);
      progress.accept(
          String.format(
              "%d of %d: %d pictures, %d differences, %s MiB",
              i,
              samples,
              analyses.get(),
              differences.get(),
              resident.isEmpty() ? "?" : resident.get(resident.size() - 1) >> 10));
    }
    closing = true;
    long begin = System.nanoTime();
    detector.close();
    long closeMillis = (System.nanoTime() - begin) / 1_000_000;
    long unclean = users.stream().filter(user -> !endsCleanly(user)).count();
    executor.shutdownNow();
    return new Outcome(
        analyses.get(), differences.get(), firstDifference.get(), resident, closeMillis, unclean);
  }

  private boolean endsCleanly(Future<Boolean> user) {
    try {
      return user.get(END.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      differ("a thread ended with " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Returns whether it ended because the detector told that it was closed, and in no other way. */
  private boolean useUntilClosed(Random random) {
    while (true) {
      try {
        if (random.nextInt(BATCH_EVERY) == 0) {
          useBatch(random);
        } else {
          int index = random.nextInt(pictures.size());
          compare(index, analyze(pictures.get(index)));
        }
      } catch (IllegalStateException e) {
        return closing && String.valueOf(e.getMessage()).contains("closed");
      }
    }
  }

  private void useBatch(Random random) {
    List<Integer> indices = random.ints(PICTURES_A_BATCH, 0, pictures.size()).boxed().toList();
    var outcomes =
        detector.analyzeAll(
            indices.stream().map(index -> ImageSource.of(pictures.get(index))).toList());
    for (int i = 0; i < outcomes.size(); i++) {
      compare(indices.get(i), Analysis.of(outcomes.get(i)::orElseThrow));
    }
  }

  private Analysis analyze(byte[] picture) {
    return Analysis.of(() -> detector.analyze(picture));
  }

  /** The outcome of a picture: its faces, or why it has none. */
  private record Analysis(List<EmotionResult> faces, Optional<EmotionException> failure) {

    static Analysis of(Supplier<List<EmotionResult>> work) {
      try {
        return new Analysis(work.get(), Optional.empty());
      } catch (EmotionException e) {
        return new Analysis(List.of(), Optional.of(e));
      }
    }

    boolean isLike(Analysis other) {
      return failure.map(Object::getClass).equals(other.failure.map(Object::getClass))
          && same(faces, other.faces);
    }
  }

  private void compare(int index, Analysis actual) {
    analyses.incrementAndGet();
    Analysis wanted = expected.get(index);
    if (!actual.isLike(wanted)) {
      differ("picture " + index + ": " + actual + " instead of " + wanted);
    }
  }

  private void differ(String what) {
    differences.incrementAndGet();
    firstDifference.compareAndSet("", what);
  }

  private static boolean same(List<EmotionResult> actual, List<EmotionResult> wanted) {
    if (actual.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < actual.size(); i++) {
      if (!same(actual.get(i).region(), wanted.get(i).region())) {
        return false;
      }
      for (Emotion emotion : Emotion.values()) {
        double difference = actual.get(i).probability(emotion) - wanted.get(i).probability(emotion);
        if (!(Math.abs(difference) <= TOLERANCE)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean same(FaceRegion actual, FaceRegion wanted) {
    return Math.abs(actual.x() - wanted.x()) <= REGION_TOLERANCE
        && Math.abs(actual.y() - wanted.y()) <= REGION_TOLERANCE
        && Math.abs(actual.width() - wanted.width()) <= REGION_TOLERANCE
        && Math.abs(actual.height() - wanted.height()) <= REGION_TOLERANCE;
  }
}
