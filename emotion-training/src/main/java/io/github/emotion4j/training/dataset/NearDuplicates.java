// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.training.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds faces that are the same picture or nearly so: cut or compressed otherwise, with another
 * watermark, or the next of a burst. Their pixels correlate by {@value #CORRELATION} or more, which
 * different people's hardly ever do (of FER2013's pairs of 0.90 to 0.98, looked at by eye, one of
 * 80 showed two people). Pictures that are mirrored are not found.
 *
 * <p>Faces are compared by a hash first (differences of neighbours, 64 bits), so that FER2013's
 * splits take a second.
 */
public final class NearDuplicates {

  /** The least correlation of near-duplicates. */
  public static final double CORRELATION = 0.9;

  private static final int HASH_DISTANCE = 12; // of 64 bits; loses 3 of 145 pairs above 0.95
  private static final int ROWS = 8;
  private static final int COLUMNS = ROWS + 1;
  private static final int SIDE = LabelledFace.SIDE;

  private NearDuplicates() {}

  /**
   * Two faces by their positions in the lists that were given.
   *
   * @param first position in the first list
   * @param second position in the second, or in the same
   */
  public record Pair(int first, int second) {}

  /**
   * Finds pairs within a list.
   *
   * @param faces the faces
   * @return each pair once, the earlier face first
   */
  public static List<Pair> within(List<LabelledFace> faces) {
    Prints prints = Prints.of(faces);
    return pairs(prints, prints, true);
  }

  /**
   * Finds pairs of a face of one list and one of another.
   *
   * @param first the one list
   * @param second the other
   * @return the pairs, in the order of the first list
   */
  public static List<Pair> between(List<LabelledFace> first, List<LabelledFace> second) {
    return pairs(Prints.of(first), Prints.of(second), false);
  }

  private static List<Pair> pairs(Prints first, Prints second, boolean same) {
    return IntStream.range(0, first.hashes.length)
        .parallel()
        .mapToObj(i -> pairsOf(i, first, second, same ? i + 1 : 0))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Pair> pairsOf(int i, Prints first, Prints second, int from) {
    List<Pair> pairs = new ArrayList<>(0);
    for (int j = from; j < second.hashes.length; j++) {
      if (Long.bitCount(first.hashes[i] ^ second.hashes[j]) <= HASH_DISTANCE
          && first.correlation(i, second, j) >= CORRELATION) {
        pairs.add(new Pair(i, j));
      }
    }
    return pairs;
  }

  /** What faces are compared by. */
  private static final class Prints {

    private final List<LabelledFace> faces;
    private final long[] hashes;
    private final double[] means;
    private final double[] deviations;

    private Prints(List<LabelledFace> faces) {
      this.faces = faces;
      this.hashes = new long[faces.size()];
      this.means = new double[faces.size()];
      this.deviations = new double[faces.size()];
    }

    static Prints of(List<LabelledFace> faces) {
      Prints prints = new Prints(faces);
      for (int i = 0; i < faces.size(); i++) {
        byte[] pixels = faces.get(i).pixels();
        double sum = 0;
        double squares = 0;
        for (byte pixel : pixels) {
          int value = pixel & 0xff;
          sum += value;
          squares += (double) value * value;
        }
        prints.hashes[i] = hash(pixels);
        prints.means[i] = sum / pixels.length;
        prints.deviations[i] =
            Math.sqrt(Math.max(0, squares / pixels.length - prints.means[i] * prints.means[i]));
      }
      return prints;
    }

    /** Pearson's; of faces without any contrast 1 if they are equal, else 0. */
    double correlation(int i, Prints others, int j) {
      byte[] a = faces.get(i).pixels();
      byte[] b = others.faces.get(j).pixels();
      double deviations = this.deviations[i] * others.deviations[j];
      if (deviations == 0) {
        return Arrays.equals(a, b) ? 1 : 0;
      }
      long products = 0;
      for (int k = 0; k < a.length; k++) {
        products += (a[k] & 0xffL) * (b[k] & 0xff);
      }
      return ((double) products / a.length - means[i] * others.means[j]) / deviations;
    }

    private static long hash(byte[] pixels) {
      int[] cells = new int[ROWS * COLUMNS];
      int[] sizes = new int[ROWS * COLUMNS];
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int cell = y * ROWS / SIDE * COLUMNS + x * COLUMNS / SIDE;
          cells[cell] += pixels[y * SIDE + x] & 0xff;
          sizes[cell]++;
        }
      }
      long hash = 0;
      for (int cell = 0; cell < cells.length - 1; cell++) {
        if ((cell + 1) % COLUMNS != 0) {
          boolean rises = cells[cell] * sizes[cell + 1] < cells[cell + 1] * sizes[cell];
          hash = hash << 1 | (rises ? 1 : 0);
        }
      }
      return hash;
    }
  }
}
