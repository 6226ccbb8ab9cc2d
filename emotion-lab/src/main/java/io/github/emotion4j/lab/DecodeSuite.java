// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.lab;

import com.sun.management.OperatingSystemMXBean;
import io.github.emotion4j.EmotionException;
import io.github.emotion4j.ImageSource;
import io.github.emotion4j.djl.decode.ImageDecoder;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Decodes all files of a suite and compares them with what a second decoder makes of them.
 *
 * <p>The suite is a zip file of {@code files/} and {@code reference.csv} with the columns file,
 * format, mode, frames, width, height, orientation, profile (whether there is a colour profile) and
 * thumbnail: the upright picture on white, averaged to 4 by 4 pixels, red, green and blue of each
 * in rows. The columns behind the format are empty where the second decoder can't read the file.
 */
final class DecodeSuite {

  /** The side of a thumbnail in pixels. */
  static final int SIDE = 4;

  private static final int SAMPLES = 3;
  private static final int COLUMNS = 9;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final ImageDecoder decoder = ImageDecoder.builder().build();

  /**
   * What the second decoder says of a file.
   *
   * @param file its name
   * @param size width and height, such as {@code 40x30}; empty if it can't be read
   * @param profile whether it has a colour profile
   * @param thumbnail red, green and blue of 16 pixels; empty as the size
   */
  record Reference(String file, Optional<String> size, boolean profile, List<Integer> thumbnail) {

    static Reference parse(String line) throws IOException {
      String[] columns = line.split(",", -1);
      if (columns.length != COLUMNS) {
        throw new IOException("reference.csv has " + columns.length + " columns in: " + line);
      }
      if (columns[4].isEmpty()) {
        return new Reference(columns[0], Optional.empty(), false, List.of());
      }
      List<Integer> thumbnail = new ArrayList<>();
      for (String sample : columns[8].split(" ", -1)) {
        thumbnail.add(Integer.valueOf(sample));
      }
      return new Reference(
          columns[0],
          Optional.of(columns[4] + "x" + columns[5]),
          columns[7].equalsIgnoreCase("true"),
          thumbnail);
    }
  }

  /**
   * The outcome of a file.
   *
   * @param reference what the second decoder says
   * @param size of the picture; empty if it was not read
   * @param levels the largest difference of a sample of the thumbnails
   * @param refusal why it was refused; empty if it was read
   * @param unexpected what was thrown that is no exception of this SDK
   * @param time by the clock or of the processors, whichever is less
   */
  record Outcome(
      Reference reference,
      Optional<String> size,
      int levels,
      Optional<String> refusal,
      Optional<Throwable> unexpected,
      Duration time) {

    /** Whether only the second decoder can read it. */
    boolean isRefused() {
      return reference.size().isPresent() && size.isEmpty();
    }

    /** Whether its refusal names no fault of the file, only what a reader stumbled over. */
    boolean isRefusedWithoutReason() {
      return isRefused()
          && refusal.map(why -> why.contains("(java.") || why.contains("(null)")).orElse(true);
    }

    boolean hasAnotherSize() {
      return reference.size().isPresent() && size.isPresent() && !size.equals(reference.size());
    }

    /** Whether the thumbnails can be compared: both are there and no profile changes colours. */
    boolean isComparable() {
      return reference.size().isPresent() && size.equals(reference.size()) && !reference.profile();
    }
  }

  /**
   * Decodes all files.
   *
   * @param suite the zip file
   * @param eachTime gets every outcome
   * @throws IOException if the suite can't be read
   */
  void run(Path suite, Consumer<Outcome> eachTime) throws IOException {
    try (ZipFile zip = new ZipFile(suite.toFile())) {
      for (Reference reference : references(zip)) {
        ZipEntry entry = zip.getEntry("files/" + reference.file());
        if (entry == null) {
          throw new IOException("The suite lacks files/" + reference.file());
        }
        try (InputStream stream = zip.getInputStream(entry)) {
          eachTime.accept(decode(reference, stream.readAllBytes()));
        }
      }
    }
  }

  private static List<Reference> references(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry("reference.csv");
    if (entry == null) {
      throw new IOException("The suite lacks reference.csv");
    }
    List<Reference> references = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
      lines.readLine(); // names of the columns
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        references.add(Reference.parse(line));
      }
    }
    return references;
  }

  @SuppressWarnings("CatchThrowable") // whatever is thrown is what is looked for
  private Outcome decode(Reference reference, byte[] file) {
    long clock = System.nanoTime();
    long processors = SYSTEM.getProcessCpuTime();
    Optional<BufferedImage> image = Optional.empty();
    Optional<String> refusal = Optional.empty();
    Optional<Throwable> unexpected = Optional.empty();
    try {
      image = Optional.of(decoder.decode(ImageSource.of(file)));
    } catch (EmotionException e) {
      refusal = Optional.of(String.valueOf(e.getMessage()));
      unexpected = Optional.ofNullable(e.getCause()).filter(Error.class::isInstance);
    } catch (Throwable e) {
      unexpected = Optional.of(e);
    }
    long taken = Math.min(System.nanoTime() - clock, SYSTEM.getProcessCpuTime() - processors);
    Optional<String> size = image.map(picture -> picture.getWidth() + "x" + picture.getHeight());
    int levels =
        image.isPresent() && size.equals(reference.size())
            ? difference(thumbnail(image.get()), reference.thumbnail())
            : 0;
    return new Outcome(
        reference, size, levels, refusal, unexpected, Duration.ofNanos(Math.max(0, taken)));
  }

  private static int difference(int[] thumbnail, List<Integer> expected) {
    int largest = 0;
    for (int i = 0; i < thumbnail.length; i++) {
      largest = Math.max(largest, Math.abs(thumbnail[i] - expected.get(i)));
    }
    return largest;
  }

  /** Averages a picture as the second decoder does: first its rows, then its columns, rounded. */
  static int[] thumbnail(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = new int[width];
    int[][] rows = new int[height][];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, pixels, 0, width);
      rows[y] = averaged(width, pixels);
    }
    int[] thumbnail = new int[SIDE * SIDE * SAMPLES];
    for (int cell = 0; cell < SIDE; cell++) {
      for (int i = 0; i < SIDE * SAMPLES; i++) {
        long sum = 0;
        for (int y = begin(height, cell); y < end(height, cell); y++) {
          sum += rows[y][i];
        }
        thumbnail[cell * SIDE * SAMPLES + i] = rounded(sum, height, cell);
      }
    }
    return thumbnail;
  }

  private static int[] averaged(int width, int[] pixels) {
    int[] row = new int[SIDE * SAMPLES];
    for (int cell = 0; cell < SIDE; cell++) {
      for (int sample = 0; sample < SAMPLES; sample++) {
        long sum = 0;
        for (int x = begin(width, cell); x < end(width, cell); x++) {
          sum += pixels[x] >> (16 - 8 * sample) & 0xFF;
        }
        row[cell * SAMPLES + sample] = rounded(sum, width, cell);
      }
    }
    return row;
  }

  private static int rounded(long sum, int length, int cell) {
    return (int) Math.round((double) sum / (end(length, cell) - begin(length, cell)));
  }

  /** The first pixel whose middle lies in a cell; of few pixels the one that the cell lies in. */
  private static int begin(int length, int cell) {
    return (int) Math.max(0, Math.floor(middle(length, cell) - half(length) + 0.5));
  }

  private static int end(int length, int cell) {
    return (int) Math.min(length, Math.floor(middle(length, cell) + half(length) + 0.5));
  }

  private static double middle(int length, int cell) {
    return (cell + 0.5) * length / SIDE;
  }

  private static double half(int length) {
    return Math.max(1, (double) length / SIDE) / 2;
  }
}
