// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.util.Optional;

/** Names the formats that are not read, so that nobody takes such a file for a broken one. */
final class OtherFormat {

  private OtherFormat() {}

  /**
   * Tells a format by its first bytes.
   *
   * @param view a file
   * @return for example {@code "a TIFF file"}; empty if it is unknown
   */
  static Optional<String> of(ByteView view) {
    if (view.startsWith(4, "ftyp")) {
      return Optional.of(ofBrand(view));
    }
    if (view.startsWith(0, "II*\0") || view.startsWith(0, "MM\0*")) {
      return Optional.of("a TIFF file");
    }
    if (view.startsWith(0, "II+\0") || view.startsWith(0, "MM\0+")) {
      return Optional.of("a BigTIFF file");
    }
    if (view.startsWith(0, "\u00FF\n") || view.startsWith(4, "JXL \r\n")) {
      return Optional.of("a JPEG XL file");
    }
    if (view.startsWith(4, "jP  \r\n") || view.startsWith(0, "\u00FFO\u00FFQ")) {
      return Optional.of("a JPEG 2000 file");
    }
    if (view.startsWith(0, "8BPS")) {
      return Optional.of("a Photoshop file");
    }
    if (view.startsWith(0, "%PDF")) {
      return Optional.of("a PDF file");
    }
    if (view.startsWith(0, "\0\0\1\0")) {
      return Optional.of("an icon (ICO)");
    }
    return Optional.empty();
  }

  private static String ofBrand(ByteView view) {
    if (view.startsWith(8, "avif") || view.startsWith(8, "avis")) {
      return "an AVIF file";
    }
    for (String brand : new String[] {"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}) {
      if (view.startsWith(8, brand)) {
        return "a HEIC file";
      }
    }
    return "a film (MP4 or the like)";
  }
}
