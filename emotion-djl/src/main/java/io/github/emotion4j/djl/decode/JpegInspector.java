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

  private JpegInspector() {}

  static EncodedImage inspect(ByteView view) throws RefusedImageException {
    Optional<byte[]> exif = Optional.empty();
    int scans = 0;
    int at = 2;
    while (true) {
      at = nextMarker(view, at);
      int marker = view.u8(at - 1);
      if (marker == END_OF_IMAGE) {
        return new EncodedImage(Format.JPEG, view.bytes(), 0, exif);
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
      at += length;
    }
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
