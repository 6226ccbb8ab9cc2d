// Copyright 2026 the emotion4j authors. SPDX-License-Identifier: Apache-2.0
package io.github.emotion4j.djl.decode;

import java.io.IOException;

/** A picture is refused. The message is the reason, to be put after the picture's name. */
final class RefusedImageException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedImageException(String reason) {
    super(reason);
  }

  RefusedImageException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** Pixels are missing at the end of the file. */
  static RefusedImageException truncated() {
    return new RefusedImageException("it is truncated; get the whole file");
  }

  /** The file does not keep to its format. */
  static RefusedImageException broken(String what) {
    return new RefusedImageException(
        "it is broken (" + what + "); save it anew with an image editor");
  }

  /** The file may be sound, but is of a kind that nothing here can read. */
  static RefusedImageException unsupported(String what) {
    return new RefusedImageException(
        "it is " + what + ", which is not supported; convert it to JPEG or PNG");
  }
}
