// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import io.github.emotion4j.djl.decode.EncodedImage.ByteView;
import io.github.emotion4j.djl.decode.EncodedImage.Format;
import java.util.Optional;

/** Walks the segments of a JPEG file. */
final class JpegInspector {

  /**
   * Every scan of a progressive picture costs a pass over all its pixels however few bytes it has,
   * so a small file could keep a processor busy for hours. Encoders write about ten.
   */
  static final int MAX_SCANS = 64;

  private static final int MARKER = 0xFF;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int RESTART_INTERVAL = 0xDD;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED_SEQUENTIAL = 0xC1;

  private JpegInspector() {}

  static EncodedImage inspect(ByteView view) throws RefusedImageException {
    Optional<byte[]> exif = Optional.empty();
    Optional<JpegFrame> frame = Optional.empty();
    boolean plain = true;
    int scans = 0;
    int at = 2;
    while (true) {
      at = nextMarker(view, at);
      int marker = view.u8(at - 1);
      if (marker == END_OF_IMAGE) {
        boolean isPlain = plain && scans == 1;
        return new EncodedImage(
            Format.JPEG, view.bytes(), 0, exif, frame.filter(unused -> isPlain));
      }
      if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
        throw RefusedImageException.broken("more than " + MAX_SCANS + " scans");
      }
      int length = view.u16(at);
      if (length < 2) {
        throw RefusedImageException.broken("a segment of length " + length);
      }
      if (marker == APP1 && exif.isEmpty() && view.startsWith(at + 2, "Exif\0\0")) {
        int end = Math.min(at + length, view.length());
        exif = EncodedImage.exif(view, at + 2, end);
      }
      if (isFrame(marker)) {
        plain &= frame.isEmpty() && (marker == BASELINE || marker == EXTENDED_SEQUENTIAL);
        frame = Optional.of(frame(view, at));
        plain &= frame.get().isPlain();
      }
      plain &= marker != RESTART_INTERVAL;
      at += length;
    }
  }

  private static boolean isFrame(int marker) {
    boolean isTable = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    return marker >= 0xC0 && marker <= 0xCF && !isTable;
  }

  private static JpegFrame frame(ByteView view, int at) throws RefusedImageException {
    return new JpegFrame(view.u16(at + 5), view.u16(at + 3), view.u8(at + 2), view.u8(at + 7));
  }

  /** Returns the offset behind the next marker, skipping coded pixels and stray bytes. */
  private static int nextMarker(ByteView view, int from) throws RefusedImageException {
    int at = from;
    while (true) {
      if (view.u8(at++) == MARKER) {
        int code = view.u8(at);
        boolean standsAlone = code <= 0x01 || (code >= 0xD0 && code <= 0xD8);
        if (code != MARKER && !standsAlone) {
          return at + 1;
        }
      }
    }
  }
}
