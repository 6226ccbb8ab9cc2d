// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The segments of a JPEG file that its pixels and colours are made of: tables, frame, scans, colour
 * profile and the two marks that tell the colour space. The others are left out, for the readers
 * take much longer for them than their bytes are worth.
 */
final class JpegSegments {

  /**
   * Every scan of a progressive picture costs a pass over all its pixels however few bytes it has,
   * so a small file could keep a processor busy for hours. Encoders write about ten.
   */
  static final int MAX_SCANS = 64;

  /** The scans that are read of a picture of any size; more if pixels times scans are few. */
  private static final int FEW_SCANS = 20;

  private static final long MAX_PASSED_PIXELS = 1_000_000_000;

  /** Encoders write some ten, and as many as there are scans. */
  private static final int MAX_KEPT = 2000;

  private static final int MAX_PROFILE_BYTES = 4 << 20;

  /** The 64 coefficients of a block, a bit each. */
  private static final long ALL = -1;

  private static final int MARKER = 0xFF;
  private static final int HUFFMAN_TABLES = 0xC4;
  private static final int ARITHMETIC_TABLES = 0xCC;
  private static final int EXTENSION = 0xC8;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int QUANTIZATION_TABLES = 0xDB;
  private static final int RESTART_INTERVAL = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;

  private final ByteView view;

  /** Where the kept parts of the file begin and end, in turn. */
  private int[] ranges = new int[64];

  private int rangeCount;
  private int keptLength;
  private Optional<JpegFrame> frame = Optional.empty();
  private Optional<Orientation> orientation = Optional.empty();
  private boolean plain = true;
  private boolean knowsExif;
  private boolean knowsJfif;
  private boolean knowsAdobe;
  private final Map<Integer, Long> covered = new HashMap<>();
  private int profileBytes;
  private int scans;

  private JpegSegments(ByteView view) {
    this.view = view;
  }

  static JpegSegments of(ByteView view) throws RefusedImageException {
    JpegSegments segments = new JpegSegments(view);
    segments.keep(0, 2);
    segments.walk();
    return segments;
  }

  /** Copies the kept parts, with a mark behind them that they end. */
  byte[] kept() {
    ByteBuffer kept = ByteBuffer.allocate(keptLength + 2);
    for (int i = 0; i < rangeCount; i += 2) {
      kept.put(view.bytes(), ranges[i], ranges[i + 1] - ranges[i]);
    }
    return kept.put((byte) MARKER).put((byte) END_OF_IMAGE).array();
  }

  /** How many bytes are kept. */
  int keptLength() {
    return keptLength;
  }

  JpegFrame frame() {
    return frame.orElseThrow();
  }

  boolean isPlain() {
    return plain && scans == 1;
  }

  boolean hasProfile() {
    return profileBytes > 0;
  }

  Orientation orientation() {
    return orientation.orElse(Orientation.UPRIGHT);
  }

  private void walk() throws RefusedImageException {
    int at = nextMarker(2);
    while (at < view.length() && view.u8(at) != END_OF_IMAGE) {
      int marker = view.u8(at);
      boolean complete = at + 2 < view.length() && at + 1 + view.u16(at + 1) <= view.length();
      if (!complete) {
        at = view.length();
        break;
      }
      int length = view.u16(at + 1);
      if (length < 2) {
        throw RefusedImageException.broken("a segment of length " + length);
      }
      int next = nextMarker(at + 1 + length);
      look(marker, at, length);
      if (isKept(marker, at, length)) {
        keep(at - 1, marker == START_OF_SCAN ? endOfScan(next) : at + 1 + length);
      }
      at = next;
    }
    if (frame.isEmpty() || scans == 0) {
      throw at < view.length()
          ? RefusedImageException.broken("no pixels")
          : RefusedImageException.truncated();
    }
    // Of arithmetic coding the reader does not notice that data are missing.
    if (at >= view.length() && (frame().isArithmetic() || !isCovered())) {
      throw RefusedImageException.truncated();
    }
  }

  /** Tells whether the scans there are hold every coefficient of every component. */
  private boolean isCovered() {
    return covered.size() >= frame().components()
        && covered.values().stream().allMatch(coefficients -> coefficients == ALL);
  }

  /** Notes which coefficients a scan has, where it has them to the last bit. */
  private void cover(int at) throws RefusedImageException {
    int components = view.u8(at + 3);
    int behind = at + 4 + 2 * components;
    if (frame.isEmpty() || components > 4 || view.u8(behind + 2) % 16 != 0) {
      return; // without a frame the reader refuses it
    }
    boolean lossless = frame().isLossless();
    int first = lossless ? 0 : view.u8(behind) & 63;
    int last = lossless ? 63 : Math.max(first, view.u8(behind + 1) & 63);
    long coefficients = (ALL >>> (63 - last + first)) << first;
    for (int i = 0; i < components; i++) {
      covered.merge(view.u8(at + 4 + 2 * i), coefficients, (one, other) -> one | other);
    }
  }

  private int endOfScan(int next) {
    return next < view.length() ? next - 1 : next;
  }

  private void keep(int from, int to) throws RefusedImageException {
    if (rangeCount / 2 > MAX_KEPT) {
      throw RefusedImageException.broken("more than " + MAX_KEPT + " segments");
    }
    if (rangeCount == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * rangeCount);
    }
    ranges[rangeCount++] = from;
    ranges[rangeCount++] = to;
    keptLength += to - from;
  }

  private void look(int marker, int at, int length) throws RefusedImageException {
    if (isFrame(marker)) {
      plain &= frame.isEmpty();
      JpegFrame found =
          new JpegFrame(
              marker & 0xF, view.u16(at + 6), view.u16(at + 4), view.u8(at + 3), view.u8(at + 8));
      found.requireSupported();
      plain &= found.isPlain();
      frame = Optional.of(frame.map(first -> larger(first, found)).orElse(found));
    } else if (marker == START_OF_SCAN) {
      scans++;
      cover(at);
      requireFewScans();
    } else if (marker == APP1 && !knowsExif && view.startsWith(at + 3, "Exif\0\0")) {
      knowsExif = true;
      orientation = ExifOrientation.read(view, at + 3, at + 1 + length);
    }
    plain &= marker != RESTART_INTERVAL;
  }

  private static JpegFrame larger(JpegFrame one, JpegFrame other) {
    return (long) one.width() * one.height() < (long) other.width() * other.height() ? other : one;
  }

  private void requireFewScans() throws RefusedImageException {
    long pixels = frame.map(size -> (long) size.width() * size.height()).orElse(0L);
    if (scans > MAX_SCANS || (scans > FEW_SCANS && scans * pixels > MAX_PASSED_PIXELS)) {
      throw RefusedImageException.broken("more than " + (scans - 1) + " scans");
    }
  }

  private boolean isKept(int marker, int at, int length) {
    switch (marker) {
      case HUFFMAN_TABLES,
          ARITHMETIC_TABLES,
          START_OF_SCAN,
          QUANTIZATION_TABLES,
          RESTART_INTERVAL -> {
        return true;
      }
      case APP0 -> {
        boolean first = !knowsJfif && view.startsWith(at + 3, "JFIF\0");
        knowsJfif |= first;
        return first;
      }
      case APP2 -> {
        boolean profile =
            view.startsWith(at + 3, "ICC_PROFILE\0") && profileBytes + length <= MAX_PROFILE_BYTES;
        profileBytes += profile ? length : 0;
        return profile;
      }
      case APP14 -> {
        boolean first = !knowsAdobe && view.startsWith(at + 3, "Adobe");
        knowsAdobe |= first;
        return first;
      }
      default -> {
        return isFrame(marker);
      }
    }
  }

  private static boolean isFrame(int marker) {
    boolean isTable =
        marker == HUFFMAN_TABLES || marker == EXTENSION || marker == ARITHMETIC_TABLES;
    return marker >= 0xC0 && marker <= 0xCF && !isTable;
  }

  /**
   * Returns the offset of the code of the next marker, skipping coded pixels and stray bytes; the
   * end of the file if there is none.
   */
  private int nextMarker(int from) {
    byte[] bytes = view.bytes();
    for (int at = from + 1; at < bytes.length; at++) {
      int code = bytes[at] & 0xFF;
      boolean standsAlone = code <= 0x01 || (code >= 0xD0 && code <= 0xD8);
      if ((bytes[at - 1] & 0xFF) == MARKER && code != MARKER && !standsAlone) {
        return at;
      }
    }
    return bytes.length;
  }
}
