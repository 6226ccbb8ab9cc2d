// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the orientation in a packet of XMP, as an attribute or an element. */
final class XmpOrientation {

  private static final int MOST_BYTES = 1 << 20;

  private static final Pattern ORIENTATION =
      Pattern.compile("tiff:Orientation(?:=[\"']|>)([1-8])[\"'<]");

  private XmpOrientation() {}

  /**
   * Reads the orientation.
   *
   * @param view a file
   * @param start where the packet begins
   * @param end where it ends, exclusive
   * @return the orientation; empty where the packet does not tell it in its first mebibyte
   */
  static Optional<Orientation> read(ByteView view, int start, int end) {
    int length = Math.min(MOST_BYTES, end - start);
    String packet = new String(view.bytes(), start, length, StandardCharsets.ISO_8859_1);
    Matcher matcher = ORIENTATION.matcher(packet);
    return matcher.find() ? Orientation.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }
}
