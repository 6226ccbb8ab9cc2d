// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

/**
 * The pixels of a GIF file, by Lempel, Ziv and Welch's algorithm: codes that stand for strings of
 * pixels, each learnt from the two before it. Stops when the picture is full.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a, appendix F</a>
 */
final class GifPixels {
  private static final int MOST_CODES = 4096;
  private static final int MOST_BITS = 12;
  private static final int NONE = -1;

  private final ByteView view;
  private final byte[] indexes;
  private final int[] prefix = new int[MOST_CODES];
  private final byte[] last = new byte[MOST_CODES];
  private final int[] length = new int[MOST_CODES];
  private int filled;

  /** Where the next byte is, how many are left in its block, and the bits taken but not used. */
  private long at;

  private int left;
  private int bits;
  private int bitCount;
  private boolean ended;

  private GifPixels(ByteView view, long at, byte[] indexes) {
    this.view = view;
    this.at = at;
    this.indexes = indexes;
  }

  /**
   * Reads the pixels of a picture.
   *
   * @param view the file
   * @param start where the length of the shortest code stands, with the blocks behind it
   * @param indexes takes the pixels' places in the palette, in the order in which they are stored
   * @return how many there are; fewer than there is room for if the data come to their end before
   * @throws RefusedImageException if the file ends within the data, or a code is unknown
   */
  static int read(ByteView view, long start, byte[] indexes) throws RefusedImageException {
    int shortest = view.u8(start);
    if (shortest < 1 || shortest >= MOST_BITS) {
      throw RefusedImageException.broken("codes of " + shortest + " bits");
    }
    GifPixels pixels = new GifPixels(view, start + 1, indexes);
    pixels.read(shortest);
    return pixels.filled;
  }

  private void read(int shortest) throws RefusedImageException {
    int clear = 1 << shortest;
    int end = clear + 1;
    for (int code = 0; code < clear; code++) {
      last[code] = (byte) code;
      prefix[code] = NONE;
      length[code] = 1;
    }
    int size = shortest + 1;
    int next = end + 1;
    int previous = NONE;
    while (filled < indexes.length) {
      int code = code(size);
      if (ended || code == end) {
        return;
      }
      if (code == clear) {
        size = shortest + 1;
        next = end + 1;
        previous = NONE;
        continue;
      }
      if (code > next || (code == next && previous == NONE)) {
        throw RefusedImageException.broken("an unknown code in its pixels");
      }
      if (previous != NONE && next < MOST_CODES) {
        prefix[next] = previous;
        length[next] = length[previous] + 1;
        last[next] = first(code == next ? previous : code);
        next++;
        if (next == 1 << size && size < MOST_BITS) {
          size++;
        }
      }
      if (code >= next) {
        throw RefusedImageException.broken("an unknown code in its pixels");
      }
      write(code);
      previous = code;
    }
  }

  private byte first(int code) {
    int at = code;
    while (prefix[at] != NONE) {
      at = prefix[at];
    }
    return last[at];
  }

  private void write(int code) {
    int end = filled + length[code];
    int part = code;
    for (int to = end - 1; to >= filled; to--) {
      if (to < indexes.length) {
        indexes[to] = last[part];
      }
      part = prefix[part];
    }
    filled = Math.min(end, indexes.length);
  }

  /** The next code; sets that the data have ended if there is none. */
  private int code(int size) throws RefusedImageException {
    while (bitCount < size) {
      if (left == 0) {
        left = view.u8(at++);
        if (left == 0) {
          ended = true;
          return NONE;
        }
      }
      bits |= view.u8(at++) << bitCount;
      bitCount += 8;
      left--;
    }
    int code = bits & (1 << size) - 1;
    bits >>>= size;
    bitCount -= size;
    return code;
  }
}
