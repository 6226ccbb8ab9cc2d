// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names that were seen, of which 16 bytes of SHA-256 are kept: between 21 and 43 bytes a name,
 * where texts would take two hundred. That two of ten million names are taken for one has a chance
 * of 10<sup>-25</sup>. For one thread.
 */
final class NameSet {

  private final MessageDigest digest;

  /** Pairs of numbers, an empty place being two zeros; at most three quarters are taken. */
  private long[] places = new long[2 << 12];

  private long size;

  NameSet() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Adds a name.
   *
   * @param name the name
   * @return whether it was not there
   */
  boolean add(String name) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(UTF_8)));
    if (!put(places, hash.getLong(), hash.getLong() | 1)) {
      return false;
    }
    size++;
    if (size > places.length / 8 * 3L) {
      grow();
    }
    return true;
  }

  private static boolean put(long[] places, long first, long second) {
    int mask = places.length / 2 - 1;
    int place = (int) first & mask;
    while (places[2 * place + 1] != 0) {
      if (places[2 * place] == first && places[2 * place + 1] == second) {
        return false;
      }
      place = (place + 1) & mask;
    }
    places[2 * place] = first;
    places[2 * place + 1] = second;
    return true;
  }

  private void grow() {
    if (places.length >= 1 << 30) {
      throw new IllegalStateException(
          "more than "
              + size
              + " pictures are too many for one file; divide them, or use emotion-spark");
    }
    long[] larger = new long[2 * places.length];
    for (int i = 0; i < places.length; i += 2) {
      if (places[i + 1] != 0) {
        put(larger, places[i], places[i + 1]);
      }
    }
    places = larger;
  }

  /** Returns how many names there are. */
  long size() {
    return size;
  }
}
